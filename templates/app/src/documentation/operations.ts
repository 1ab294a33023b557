import { z } from 'zod';
import { resources } from '../api/resources.ts';
import { jsonApiOperations } from './json-api.ts';
import { type Answer, jsonSchema, type Operations } from './operation.ts';

const answer = (schema: z.ZodType): Answer => ({ schema: jsonSchema(schema) });
const empty: Answer = {};
const oneError = z.object({ error: z.string() });
const manyErrors = z.object({ errors: z.array(z.object({ message: z.string() })) });
const error = answer(oneError);
const errors = answer(manyErrors);
/** Of a tenant that is not there, or of an organization. */
const unknown = answer(z.union([oneError, manyErrors]));
const success = answer(z.object({ success: z.literal(true) }));
const records = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));

const synchronization = z.object({
  group_id: z.string(),
  sync_enabled: z.boolean(),
  status: z.enum(['RUNNING', 'ENQUEUED', 'SUCCESS', 'PARTIAL', 'ERROR', 'INTERRUPTED', 'DISABLED']),
  message: z.string().nullable().optional(),
  updated_at: z.iso.datetime().optional(),
});
const notStarted = synchronization.extend({ skipped: z.string(), message: z.string() });
const withFlags = synchronization.extend({ push_disabled: z.boolean(), pull_disabled: z.boolean() });

const metadata = z.object({
  environment: z.string(),
  app: z.object({ host: z.string() }),
  api: z.object({
    id: z.string(),
    version: z.string().nullable(),
    lang: z.string(),
    lang_version: z.string(),
    host: z.string(),
    base: z.string(),
  }),
  sso: z.object({
    enabled: z.boolean(),
    slo_enabled: z.boolean(),
    init_path: z.string(),
    consume_path: z.string(),
    creation_mode: z.string(),
    idm: z.string(),
    idp: z.string(),
    name_id_format: z.string(),
    x509_fingerprint: z.string(),
    x509_certificate: z.string(),
  }),
  connec: z.object({ host: z.string(), base_path: z.string() }),
  webhook: z.object({
    account: z.object({ groups_path: z.string(), group_users_path: z.string() }),
    connec: z.object({ notifications_path: z.string(), subscriptions: z.object({}) }),
  }),
});

const samlForm = z.object({ SAMLResponse: z.string(), RelayState: z.string().optional() });
const versions = answer(z.record(z.string(), z.string()));
const health = answer(z.object({ status: z.string() }));

/** What programs can ask of the connector. A route that is not here is for people, and is not described. */
export const operations: Operations = {
  'GET /maestrano/auth/saml/init/:tenant?': {
    tag: 'signOn',
    by: 'anybody',
    parameters: [{ name: 'settings', in: 'query', schema: { type: 'string' } }],
    answers: { 302: empty, 404: error },
  },
  'POST /maestrano/auth/saml/consume/:tenant?': {
    tag: 'signOn',
    by: 'anybody',
    body: { 'application/x-www-form-urlencoded': jsonSchema(samlForm) },
    answers: { 303: empty, 400: error, 404: error },
  },
  'POST /maestrano/connec/notifications/:tenant': {
    tag: 'notifications',
    body: { 'application/json': jsonSchema(records) },
    answers: { 200: empty, 400: error, 401: error, 404: error, 413: error },
  },
  'POST /external/webhooks/:address': {
    tag: 'notifications',
    by: 'anybody',
    body: { '*/*': {} },
    answers: { 200: answer(z.object({})), 400: error, 401: error, 404: error, 413: error },
  },
  'GET /maestrano/:tenant/synchronizations/:uid': {
    tag: 'service',
    answers: { 200: answer(synchronization), 401: error, 404: unknown },
  },
  'POST /maestrano/:tenant/synchronizations': {
    tag: 'service',
    answers: { 200: answer(notStarted), 201: answer(synchronization), 400: error, 401: error, 404: unknown },
  },
  'PUT /maestrano/:tenant/synchronizations/toggle_sync': {
    tag: 'service',
    answers: { 200: answer(synchronization), 400: error, 401: error, 404: unknown },
  },
  'PUT /maestrano/:tenant/synchronizations/update_metadata': {
    tag: 'service',
    answers: { 200: answer(withFlags), 400: error, 401: error, 404: unknown, 502: errors },
  },
  'GET /maestrano/metadata': { tag: 'service', answers: { 200: answer(metadata), 401: error } },
  'GET /maestrano/metadata/:tenant': {
    tag: 'service',
    answers: { 200: answer(metadata), 401: error, 404: error },
  },
  'GET /maestrano/dependancies': { tag: 'service', answers: { 200: versions, 401: error } },
  'GET /maestrano/dependencies': { tag: 'service', answers: { 200: versions, 401: error } },
  'DELETE /maestrano/account/groups/:id/:tenant?': {
    tag: 'account',
    answers: { 200: success, 204: empty, 401: error, 404: error },
  },
  'DELETE /maestrano/account/groups/:group_id/users/:id/:tenant?': {
    tag: 'account',
    answers: { 200: success, 204: empty, 401: error, 404: error },
  },
  'GET /maestrano/api/account/setup_form': {
    tag: 'account',
    answers: { 200: { schema: { type: 'object' } }, 401: empty },
  },
  'POST /maestrano/api/account/link_account': {
    tag: 'account',
    body: { 'application/json': jsonSchema(z.looseObject({ 'org-uid': z.string() })) },
    answers: {
      200: answer(z.looseObject({ status: z.literal('ok') })),
      401: empty,
      404: errors,
      409: error,
      422: answer(z.looseObject({ error: z.string() })),
      501: error,
      502: error,
    },
  },
  'POST /maestrano/api/account/unlink_account': {
    tag: 'account',
    body: { 'application/json': jsonSchema(z.object({ uid: z.string() })) },
    answers: { 200: answer(z.object({ status: z.literal('ok') })), 401: empty, 404: errors },
  },
  ...Object.assign({}, ...resources.map(jsonApiOperations)),
  'GET /health/live': { tag: 'operators', by: 'anybody', answers: { 200: health } },
  'GET /health/ready': { tag: 'operators', by: 'anybody', answers: { 200: health, 503: health } },
  'GET /metrics': {
    tag: 'operators',
    by: 'monitor',
    answers: { 200: { schema: { type: 'string' }, mediaType: 'text/plain' }, 401: error, 404: error },
  },
  'GET /version': {
    tag: 'operators',
    by: 'anybody',
    answers: {
      200: answer(
        z.object({
          env: z.string(),
          ci_branch: z.string().nullable(),
          ci_commit: z.string().nullable(),
        }),
      ),
    },
  },
};
