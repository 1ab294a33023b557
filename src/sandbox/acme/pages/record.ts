import { changedTexts, type Field, labelOf, select, textInputs } from '../../form.ts';
import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import type { JsonObject } from '../../record.ts';
import { ACME_BRAND } from '../brand.ts';
import { COLLECTIONS } from '../collections.ts';
import type { AcmeRecord, Workspace } from '../records.ts';
import { titleOf } from './records.ts';

/** One record, or the form for a new one. */
export function recordPage(
  workspace: Workspace,
  collection: string,
  record?: AcmeRecord,
  saved = false,
): string {
  const { singular = 'record' } = COLLECTIONS[collection] ?? {};
  return page(
    ACME_BRAND,
    record ? titleOf(collection, record) : `New ${singular}`,
    html`<p class="soft"><a href="/${workspace.id}/${collection}">${workspace.name}: ${collection}</a>
${record && html` · ${singular} ${record.id} · changed ${record.updated_at}`}</p>
${saved && html`<p class="notice">Saved.</p>`}
<section class="card"><form method="post">
<div class="fields">${textInputs(textFields(collection), record ?? {})}${accountChoice(workspace, collection, record)}${activeChoice(record)}</div>
<div class="actions"><button>Save</button>${record && html`<button class="quiet" name="delete" value="yes">Delete</button>`}</div>
</form></section>
${record && html`<section class="card"><h2>As the API gives it</h2><pre>${JSON.stringify(record, null, 2)}</pre></section>`}`,
  );
}

/** What a person changed in the form of a record: nothing else is written. */
export function editOf(
  collection: string,
  record: AcmeRecord | undefined,
  form: Record<string, string>,
): JsonObject {
  const texts = Object.fromEntries(changedTexts(textFields(collection), record ?? {}, form));
  const id = record && { id: record.id };
  const account = form.account_id === undefined ? {} : { account_id: Number(form.account_id) || null };
  const active = form.active === undefined ? {} : { active: form.active === 'yes' };
  return { ...id, ...texts, ...account, ...active };
}

function textFields(collection: string): Field[] {
  const fields = Object.entries(COLLECTIONS[collection]?.fields ?? {});
  return fields.filter(([, type]) => type === 'text').map(([path]) => ({ path, label: labelOf(path) }));
}

function accountChoice(workspace: Workspace, collection: string, record?: AcmeRecord): Html | undefined {
  if (collection !== 'contacts') return undefined;
  const accounts = [...(workspace.tables.accounts?.records.values() ?? [])];
  const options = accounts.map((one): [string, string] => [String(one.id), titleOf('accounts', one)]);
  return select('account_id', 'Account', [['', '(none)'], ...options], String(record?.account_id ?? ''));
}

function activeChoice(record?: AcmeRecord): Html {
  const options: [string, string][] = [
    ['yes', 'active'],
    ['no', 'inactive'],
  ];
  return select('active', 'Active', options, record && !record.active ? 'no' : 'yes');
}
