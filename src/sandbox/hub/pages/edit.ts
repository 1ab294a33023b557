import { changedTexts } from '../../form.ts';
import { type JsonObject, withPath } from '../../record.ts';
import { connecEntry, connecIdOf, idsOf } from '../ids.ts';
import type { Group } from '../world.ts';
import { fieldsOf } from './fields.ts';

type Form = Record<string, string>;

/** What a person changed in a record's form, as the hub is told: nothing else is written. */
export function editOf(
  group: Group,
  resource: string,
  record: JsonObject | undefined,
  form: Form,
): JsonObject {
  const texts = changedTexts(fieldsOf(resource, record ?? {}), record ?? {}, form);
  let edit: JsonObject = record ? { id: idsOf(record).map((entry) => ({ ...entry })) } : {};
  for (const [path, text] of texts) edit = withPath(edit, path, text);
  if (form.status) edit.status = form.status;
  return { ...edit, ...organizationEdit(group, record, form) };
}

function organizationEdit(
  group: Group,
  record: JsonObject | undefined,
  { organization_id: chosen }: Form,
): JsonObject {
  if (chosen === undefined || chosen === (connecIdOf(record?.organization_id) ?? '')) return {};
  return { organization_id: chosen === '' ? null : [connecEntry(chosen, group.channel)] };
}
