import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { startTestConnector } from '../../templates/app/test/support/connector.ts';

test('what a connector says at /documentation is valid OpenAPI 3.1, to a validator that nobody here wrote', async () => {
  const world = await startTestConnector();
  const document = await (await fetch(`${world.url}/documentation/json`)).json();
  await world.close();
  const validator = new Validator();
  const { valid, errors } = await validator.validate(document as Record<string, unknown>);
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(validator.version).toBe('3.1');
});
