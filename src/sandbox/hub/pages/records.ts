import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import type { JsonObject } from '../../record.ts';
import { HUB_BRAND } from '../brand.ts';
import { connecIdOf, type IdEntry, idsOf, isConnec } from '../ids.ts';
import { RESOURCES } from '../resources.ts';
import type { Group } from '../world.ts';
import { titleOf } from './fields.ts';

/** One page of a company's records of one kind, the latest change first. */
export interface RecordsView {
  group: Group;
  resource: string;
  records: JsonObject[];
  total: number;
  skip: number;
  top: number;
  /** All kinds the company has records of. */
  resources: string[];
}

export function recordsPage(view: RecordsView): string {
  const { group, resource, records } = view;
  return page(
    HUB_BRAND,
    `${group.name}: ${resource}`,
    html`<div class="actions" style="margin-bottom:1rem">
${view.resources.map((name) => html`<a class="button ${name === resource ? '' : 'quiet'}" href="/records/${group.uid}/${name}">${name}</a>`)}
${!RESOURCES[resource]?.singleton && html`<a class="button quiet" href="/records/${group.uid}/${resource}/new">+ New</a>`}</div>
<section class="card"><table>
<thead><tr><th>Name</th><th>Code</th><th>Known elsewhere as</th><th>Changed</th></tr></thead>
<tbody>${records.map((record) => recordRow(group, resource, record))}</tbody></table>
${records.length === 0 && html`<p class="soft">Nothing here yet.</p>`}</section>
${pager(view)}`,
  );
}

/** The names a record has in other applications. */
export function externalNames(record: JsonObject): Html {
  const names = idsOf(record).filter((entry) => !isConnec(entry));
  return html`${names.map((entry) => html`<span class="tag">${nameText(entry)}</span> `)}`;
}

function recordRow(group: Group, resource: string, record: JsonObject): Html {
  return html`<tr><td><a href="/records/${group.uid}/${resource}/${connecIdOf(record.id)}">${titleOf(record)}</a>
${record.status === 'ARCHIVED' && html` <span class="tag">archived</span>`}</td>
<td>${String(record.code)}</td><td>${externalNames(record)}</td>
<td class="soft">${String(record.updated_at).replace('T', ' ').replace('Z', '')}</td></tr>`;
}

const nameText = ({ provider, realm, id }: IdEntry): string => `${provider} ${realm} · ${id}`;

function pager({ skip, top, total, records }: RecordsView): Html {
  const link = (to: number, text: string) => html`<a class="button quiet" href="?skip=${to}">${text}</a>`;
  return html`<div class="actions"><span class="soft">${skip + Math.min(1, records.length)}–${skip + records.length} of ${total}</span>
${skip > 0 && link(Math.max(0, skip - top), '← Newer')}${skip + top < total && link(skip + top, 'Older →')}</div>`;
}
