import type { FastifyInstance } from 'fastify';
import accountApi from './controllers/account-api.ts';
import dependencies from './controllers/dependencies.ts';
import documentation from './controllers/documentation.ts';
import externalWebhooks from './controllers/external-webhooks.ts';
import groups from './controllers/groups.ts';
import health from './controllers/health.ts';
import history from './controllers/history.ts';
import home from './controllers/home.ts';
import jobs from './controllers/jobs.ts';
import jsonApi from './controllers/json-api.ts';
import link from './controllers/link.ts';
import mapping from './controllers/mapping.ts';
import members from './controllers/members.ts';
import metadata from './controllers/metadata.ts';
import metrics from './controllers/metrics.ts';
import notifications from './controllers/notifications.ts';
import operator from './controllers/operator.ts';
import parked from './controllers/parked.ts';
import progress from './controllers/progress.ts';
import settings from './controllers/settings.ts';
import signOn from './controllers/sign-on.ts';
import synchronizations from './controllers/synchronizations.ts';
import synchronize from './controllers/synchronize.ts';
import version from './controllers/version.ts';

/** Every URL of the connector. */
export default async function routes(app: FastifyInstance) {
  // Each file of controllers/ says at its top which URLs it answers.
  const controllers = [
    // Pages
    home,
    progress,
    history,
    jobs,
    mapping,
    parked,
    // What administrators change
    settings,
    synchronize,
    link,
    // Sign-on through the hub, and what it tells us
    signOn,
    notifications,
    synchronizations,
    groups,
    members,
    metadata,
    dependencies,
    accountApi,
    jsonApi,
    // What the application tells
    externalWebhooks,
    // What operators ask
    health,
    metrics,
    operator,
    version,
    documentation,
  ];
  for (const controller of controllers) await app.register(controller);
}
