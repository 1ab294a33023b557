import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Organization } from '../engine/index.ts';
import { isLinked } from '../engine/index.ts';
import { readSettingsForm } from '../pages/settings-form.ts';
import { audit } from '../plugins/audit.ts';
import { adminForm, type Viewer } from '../plugins/viewer.ts';
import { requestRun } from '../run-requests.ts';
import { texts } from '../texts.ts';

export default async function settings(app: FastifyInstance) {
  app.post('/settings', adminForm(app), update);
}

/** Saves what travels, and starts the first synchronization (contract 272, improvements 8.2, 8.3). */
async function update(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { database, external } = connector;
  const { organization: before } = request.viewer as Viewer;
  const form = readSettingsForm(request.body, before, external.entities);
  if (form.confirmationMissing)
    return reply.page('confirm-history', { title: texts.settings.history.confirmTitle, fields: form.fields });

  const after = await database.organization.update({ where: { id: before.id }, data: form.changes });
  const { synchronizedEntities, syncEnabled, historicalData } = after;
  await audit(request, 'settings saved', { synchronizedEntities, syncEnabled, historicalData });
  if (after.syncEnabled && isLinked(after)) {
    await requestRun(connector, after.id, { fullSync: after.historicalData && !before.historicalData });
  }
  request.flash(...outcome(before, after));
  return reply.redirect('/', 303);
}

function outcome(before: Organization, after: Organization): Parameters<FastifyRequest['flash']> {
  if (!after.syncEnabled) return ['info', texts.settings.nothing];
  if (!isLinked(after)) return ['warning', texts.settings.linkFirst];
  return ['success', before.syncEnabled ? texts.settings.saved : texts.settings.started];
}
