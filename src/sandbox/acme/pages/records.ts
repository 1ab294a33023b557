import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { ACME_BRAND } from '../brand.ts';
import { COLLECTIONS } from '../collections.ts';
import type { AcmeRecord, Workspace } from '../records.ts';

const PAGE = 50;

/** Fifty records of one kind, the latest change first. */
export function recordsPage(
  workspace: Workspace,
  collection: string,
  records: AcmeRecord[],
  skip: number,
): string {
  const latest = records.sort(
    (one, other) => other.updated_at.localeCompare(one.updated_at) || other.id - one.id,
  );
  const shown = latest.slice(skip, skip + PAGE);
  return page(
    ACME_BRAND,
    `${workspace.name}: ${collection}`,
    html`<div class="actions" style="margin-bottom:1rem">${Object.keys(workspace.tables).map(
      (name) =>
        html`<a class="button ${name === collection ? '' : 'quiet'}" href="/${workspace.id}/${name}">${name}</a>`,
    )}${takesMore(collection, records.length) && html`<a class="button quiet" href="/${workspace.id}/${collection}/new">+ New</a>`}</div>
<section class="card"><table><thead><tr><th>Id</th><th>Name</th>${columnsOf(collection).map((name) => html`<th>${name.replaceAll('_', ' ')}</th>`)}<th>Changed</th></tr></thead>
<tbody>${shown.map((record) => recordRow(workspace, collection, record))}</tbody></table>
${shown.length === 0 && html`<p class="soft">Nothing here yet.</p>`}</section>
${pager(skip, shown.length, records.length)}`,
  );
}

/** What a person calls a record. */
export function titleOf(collection: string, record: AcmeRecord): string {
  const parts = (COLLECTIONS[collection]?.title ?? []).map((field) => record[field]).filter(Boolean);
  return parts.join(' ') || String(record.id);
}

const columnsOf = (collection: string): readonly string[] => COLLECTIONS[collection]?.columns ?? [];

/** A workspace that has its company gets no other. */
const takesMore = (collection: string, total: number): boolean =>
  !COLLECTIONS[collection]?.single || total === 0;

function recordRow(workspace: Workspace, collection: string, record: AcmeRecord): Html {
  return html`<tr><td class="soft">${record.id}</td>
<td><a href="/${workspace.id}/${collection}/${record.id}">${titleOf(collection, record)}</a>${record.active === false && html` <span class="tag">inactive</span>`}</td>
${columnsOf(collection).map((name) => html`<td>${record[name] as string}</td>`)}
<td class="soft">${record.updated_at.slice(0, 19).replace('T', ' ')}</td></tr>`;
}

function pager(skip: number, count: number, total: number): Html {
  const link = (to: number, text: string) => html`<a class="button quiet" href="?skip=${to}">${text}</a>`;
  return html`<div class="actions"><span class="soft">${skip + Math.min(1, count)}–${skip + count} of ${total}</span>
${skip > 0 && link(Math.max(0, skip - PAGE), '← Newer')}${skip + count < total && link(skip + PAGE, 'Older →')}</div>`;
}
