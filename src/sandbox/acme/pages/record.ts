import { select, textInputs } from '../../form.ts';
import { type Html, html } from '../../html.ts';
import { page } from '../../page.ts';
import { ACME_BRAND } from '../brand.ts';
import { COLLECTIONS } from '../collections.ts';
import type { AcmeRecord, Workspace } from '../records.ts';
import { fieldsOf } from './edit.ts';
import { linesTable } from './lines.ts';
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
<div class="fields">${textInputs(fieldsOf(collection, 'text', 'date', 'number'), record ?? {})}${accountChoice(workspace, collection, record)}${activeChoice(collection, record)}</div>
${fieldsOf(collection, 'lines').map(({ path }) => linesTable(path, record?.[path]))}
<div class="actions"><button>Save</button>${record && html`<button class="quiet" name="delete" value="yes">Delete</button>`}</div>
</form></section>
${record && html`<section class="card"><h2>As the API gives it</h2><pre tabindex="0">${JSON.stringify(record, null, 2)}</pre></section>`}`,
  );
}

function accountChoice(workspace: Workspace, collection: string, record?: AcmeRecord): Html | undefined {
  if (fieldsOf(collection, 'account').length === 0) return undefined;
  const accounts = [...(workspace.tables.accounts?.records.values() ?? [])];
  const options = accounts.map((one): [string, string] => [String(one.id), titleOf('accounts', one)]);
  return select('account_id', 'Account', [['', '(none)'], ...options], String(record?.account_id ?? ''));
}

function activeChoice(collection: string, record?: AcmeRecord): Html | undefined {
  if (fieldsOf(collection, 'boolean').length === 0) return undefined;
  const options: [string, string][] = [
    ['yes', 'active'],
    ['no', 'inactive'],
  ];
  return select('active', 'Active', options, record && !record.active ? 'no' : 'yes');
}
