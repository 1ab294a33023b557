import { select, textInputs } from '../../form.ts';
import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import type { JsonObject } from '../../record.ts';
import { HUB_BRAND } from '../brand.ts';
import { connecIdOf } from '../ids.ts';
import type { Group } from '../world.ts';
import { fieldsOf, titleOf } from './fields.ts';
import { externalNames } from './records.ts';

/** One record, or the form for a new one. */
export interface RecordView {
  group: Group;
  resource: string;
  record: JsonObject | undefined;
  /** What a person may belong to. */
  organizations: JsonObject[];
  saved: boolean;
}

export function recordPage(view: RecordView): string {
  const { group, resource, record } = view;
  return page(
    HUB_BRAND,
    record ? titleOf(record) : `New in ${resource}`,
    html`<p class="soft"><a href="/records/${group.uid}/${resource}">${group.name}: ${resource}</a>
${record && html` · ${String(record.code)} · changed ${String(record.updated_at)} ${externalNames(record)}`}</p>
${view.saved && html`<p class="notice">Saved. Applications have been notified.</p>`}
<section class="card"><form method="post">
<div class="fields">${textInputs(fieldsOf(resource, record ?? {}), record ?? {})}${organizationChoice(view)}</div>
<div class="actions"><button>Save</button>${record && archiveButton(record)}</div>
</form></section>
${record && html`<section class="card"><h2>As the API gives it</h2><pre tabindex="0">${JSON.stringify(record, null, 2)}</pre></section>`}`,
  );
}

function organizationChoice({ resource, record, organizations }: RecordView): Html | undefined {
  if (resource !== 'people') return undefined;
  const options = organizations.map((one): [string, string] => [connecIdOf(one.id) ?? '', titleOf(one)]);
  const chosen = connecIdOf(record?.organization_id) ?? '';
  return select('organization_id', 'Organization', [['', '(none)'], ...options], chosen);
}

/** Nothing is deleted in the hub: it is archived (connec-api §7.4). */
function archiveButton({ status }: JsonObject): Html {
  const archived = status === 'ARCHIVED';
  return html`<button class="quiet" name="status" value="${archived ? 'ACTIVE' : 'ARCHIVED'}">${archived ? 'Bring back' : 'Archive'}</button>`;
}
