import { html } from '../../html.ts';
import { page } from '../../page.ts';
import { ACME_BRAND } from '../brand.ts';
import { COLLECTIONS } from '../collections.ts';
import type { Workspace } from '../records.ts';

/** Asks a person to let an application into one of their workspaces. The request is carried along. */
export function consentPage(workspaces: Workspace[], query: Record<string, string>): string {
  const carried = Object.entries(query).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const choices = workspaces.map(
    (
      workspace,
      index,
    ) => html`<label class="choice"><input type="radio" name="workspace" value="${workspace.id}" ${index === 0 ? 'checked' : ''}>
<span>${workspace.name} <small>${sizeOf(workspace)}</small></span></label>`,
  );
  return page(
    ACME_BRAND,
    'Link your connector with Acme?',
    html`<section class="card narrow">
<p>It will be able to read and change the records of one workspace, until you unlink it.</p>
<form method="post" action="/oauth/authorize">
${carried}
${choices}
<div class="actions"><button name="allowed" value="true">Allow</button>
<button class="quiet" name="allowed" value="false">Deny</button></div>
</form>
</section>`,
  );
}

function sizeOf({ tables }: Workspace): string {
  return Object.entries(tables)
    .filter(([, { records }]) => records.size > 0)
    .map(([collection, { records }]) => nameOf(collection, records.size))
    .join(', ');
}

const nameOf = (collection: string, count: number): string =>
  COLLECTIONS[collection]?.single ? `its ${collection}` : `${count} ${collection}`;
