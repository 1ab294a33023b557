interface Words {
  summary: string;
  description?: string;
}

const synchronizationOf = 'The group is one of the tenant; another tenant’s is unknown.';

/** What /documentation says, as a page and as an OpenAPI document. */
const operations: Record<string, Words> = {
  'GET /maestrano/auth/saml/init/:tenant?': {
    summary: 'Sign a person on',
    description: 'For browsers: redirects to the hub, which sends the person back with its answer.',
  },
  'POST /maestrano/auth/saml/consume/:tenant?': {
    summary: 'Take the hub’s answer to a sign-on',
    description:
      'For browsers: the form that the hub posts (SAML 2.0). Opens a session, and redirects to the connector or to the application; what is wrong ends at the hub.',
  },
  'POST /maestrano/connec/notifications/:tenant': {
    summary: 'Tell of records that changed in the hub',
    description:
      'For each resource a list of records with their group_id. They are stored before they are acknowledged, and travel soon after. At most 5 MB.',
  },
  'POST /external/webhooks/:address': {
    summary: 'Tell of records that changed in the application',
    description:
      'The address was given to the application when an account was linked, and what it sends is signed. At most 1 MB.',
  },
  'GET /maestrano/:tenant/synchronizations/:uid': {
    summary: 'Where the synchronization of a group stands',
    description: synchronizationOf,
  },
  'POST /maestrano/:tenant/synchronizations': {
    summary: 'Start a synchronization',
    description: `201: one is waiting or under way. 200: none would do anything, and \`skipped\` and \`message\` say why. ${synchronizationOf}`,
  },
  'PUT /maestrano/:tenant/synchronizations/toggle_sync': {
    summary: 'Switch synchronization on or off',
    description: `To the value of sync_enabled, or to the other state where it is left out. ${synchronizationOf}`,
  },
  'PUT /maestrano/:tenant/synchronizations/update_metadata': {
    summary: 'Ask the hub anew which directions it has stopped',
    description: synchronizationOf,
  },
  'GET /maestrano/metadata': { summary: 'How the connector is set up for the tenant that asks' },
  'GET /maestrano/metadata/:tenant': { summary: 'How the connector is set up for a tenant' },
  'GET /maestrano/dependancies': {
    summary: 'Which versions of the platform’s parts are needed',
    description: 'The misspelt address is the one that hubs ask.',
  },
  'GET /maestrano/dependencies': { summary: 'Which versions of the platform’s parts are needed' },
  'DELETE /maestrano/account/groups/:id/:tenant?': {
    summary: 'Remove a group, and all that is kept of it',
    description: '204: it is not there, or not any more.',
  },
  'DELETE /maestrano/account/groups/:group_id/users/:id/:tenant?': {
    summary: 'Take a person out of a group',
    description: '204: the person is not in it, or not any more.',
  },
  'GET /maestrano/api/account/setup_form': {
    summary: 'How an account is linked',
    description:
      'As a JSON schema, from which a hub makes a form. Where an account is linked by a person, link_url says where.',
  },
  'POST /maestrano/api/account/link_account': {
    summary: 'Link an account',
    description: 'With the fields of setup_form, and the group’s uid in org-uid.',
  },
  'POST /maestrano/api/account/unlink_account': { summary: 'Unlink the account of the group uid' },
  'GET /health/live': { summary: 'Whether the process answers' },
  'GET /health/ready': { summary: 'Whether requests can be served' },
  'GET /metrics': {
    summary: 'Figures for Prometheus',
    description: 'Without METRICS_TOKEN only for a developer’s own machine.',
  },
  'GET /version': { summary: 'What is deployed' },
};

export const documentation = {
  nav: 'API',
  title: (application: string) => `API of the ${application} connector`,
  lead: 'What programs can ask of this connector: hubs, the application, and whoever operates it.',
  json: 'As an OpenAPI document (JSON)',
  noVersion: 'not deployed',
  callers: {
    anybody: 'Anybody may ask.',
    tenant: 'Basic auth: the API id of a tenant is the name, its API key the password.',
    monitor: 'The METRICS_TOKEN of the connector as a bearer token.',
  },
  sent: 'Sent',
  parameters: 'Parameters',
  answers: 'Answers',
  tags: {
    service: {
      name: 'Synchronizations',
      description: 'How a hub looks after the synchronization of its groups.',
    },
    notifications: { name: 'Notifications', description: 'What hub and application tell by themselves.' },
    jsonApi: {
      name: 'JSON:API',
      description:
        'The records that the connector keeps for a tenant, as JSON:API 1.0 (https://jsonapi.org). Those of other tenants are not there.',
    },
    account: { name: 'Accounts', description: 'Groups and people that go, accounts that are linked.' },
    signOn: { name: 'Sign-on', description: 'How people come in through the hub.' },
    operators: { name: 'Operation', description: 'For whatever watches the process.' },
  },
  operations,
  ofJsonApi: {
    list: (type: string) => `List ${type}`,
    show: (type: string) => `Show one record of ${type}`,
    create: (type: string) => `Create a record of ${type}`,
    change: (type: string) => `Change a record of ${type}`,
    related: (name: string, type: string) => `Show the ${name} of a record of ${type}`,
    ids: (name: string, type: string) => `Which ${name} a record of ${type} has: only the ids`,
  },
  of: {
    tenant: 'Name of the tenant',
    uid: 'Uid of the group',
    id: 'Id of the record',
    group_id: 'Uid of the group',
    address: 'The part that only the application knows',
    settings: 'With any value: the person comes back to the settings, not to the application',
    org_uid: 'Uid of an organization that the person is put into',
    filter:
      'filter[name]=value, with commas for one of several values; filter[name.operator]=value. In a pattern for like, % stands for any characters and _ for one. ne, not and nin find what has no value, too; none finds nothing else, and not without a value the contrary. At most 500 values',
    sort: (names: string) =>
      `Names with commas between, descending with a minus sign in front; also organization.name and the like. Of ${names}`,
    page: 'page[number] from 1 on, and page[size]',
    include: (names: string, most: number) =>
      `What is sent along, with commas between; also paths such as a.b. At most ${most} records of a relationship: more are refused. Of ${names}`,
    fields: 'Names of attributes and relationships by type: nothing else is sent of that type',
  },
  statuses: {
    200: 'Done',
    201: 'Created, or begun',
    204: 'There was nothing to do',
    302: 'To the hub',
    303: 'To the next page',
    400: 'The request is not understood',
    401: 'The credentials or the signature are wrong',
    403: 'This is not allowed',
    404: 'There is none, or it is another tenant’s',
    406: 'The request accepts no JSON:API',
    409: 'It contradicts what is there',
    413: 'The body is too big',
    415: 'The body is of another media type',
    422: 'A value does not fit',
    501: 'Not here',
    502: 'The other side did not answer as it should',
    503: 'Not at the moment',
  } as Record<number, string>,
};
