import basicAuth from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { operatorPages } from '../operators/pages.ts';
import { HttpError } from '../plugins/errors.ts';
import { sameText } from '../same-text.ts';
import { texts } from '../texts.ts';

/**
 * The pages of whoever runs the connector, under /operator: behind basic auth (RFC 7617) with the name "operator" and
 * OPERATOR_PASSWORD. Without one in the configuration there are none.
 */
export default async function operator(app: FastifyInstance) {
  const { operatorPassword } = app.connector.config;
  if (operatorPassword === undefined) return;
  await app.register(async (scope) => {
    await scope.register(basicAuth, {
      authenticate: { realm: 'operator' },
      async validate(name, password) {
        const [rightName, rightPassword] = [sameText(name, 'operator'), sameText(password, operatorPassword)];
        if (!rightName || !rightPassword) throw new HttpError(401, texts.errors.invalidCredentials);
      },
    });
    scope.addHook('onRequest', scope.basicAuth);
    for (const page of operatorPages) await scope.register(page);
  });
}
