import { type External, type LinkField, linkFormOf } from '../engine/index.ts';
import { texts } from '../texts.ts';

/**
 * How an account is linked, as a JSON schema from which a hub makes a form of its own (contract 248). Of an application
 * that links by OAuth nothing can be filled in: `link_url` is where a person does it, after signing on.
 */
export function describeLinking(external: Pick<External, 'name' | 'linking'>, linkUrl: string) {
  const form = linkFormOf(external);
  const title = texts.link.title(external.name);
  const fields = form?.fields ?? [];
  return {
    title,
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, describeField(field)])),
    required: fields.flatMap(({ name, required = true }) => (required ? [name] : [])),
    ...(form ? {} : { description: texts.linkApi.onlyByPerson(external.name), link_url: linkUrl }),
  };
}

function describeField(field: LinkField) {
  const described = {
    type: 'string',
    title: field.label,
    ...(field.hint ? { description: field.hint } : {}),
  };
  if (field.kind !== 'select')
    return field.kind === 'password' ? { ...described, format: 'password' } : described;
  const choices = Object.entries(field.options);
  return { ...described, oneOf: choices.map(([value, label]) => ({ const: value, title: label })) };
}
