import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { ACME_BRAND } from '../brand.ts';
import type { Workspace } from '../records.ts';

/** The first page: the workspaces and what they hold. */
export function startPage(workspaces: Workspace[]): string {
  return page(
    ACME_BRAND,
    'What Acme knows',
    html`<p class="soft">Acme stands in for the application your connector connects. Edit something here, synchronize, and
see it arrive in the hub.</p>
<div class="grid">${workspaces.map(workspaceCard)}</div>`,
  );
}

function workspaceCard({ id, name, apiKey, tables }: Workspace): Html {
  return html`<section class="card"><h2>${name}</h2><p>${Object.entries(tables).map(
    ([collection, { records }]) =>
      html`<a href="/${id}/${collection}">${collection}</a> <span class="soft">${records.size}</span> &nbsp; `,
  )}</p><p class="soft">API key <code>${apiKey}</code></p></section>`;
}
