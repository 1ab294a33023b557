import { type MomentForm, momentForm } from './moment.ts';
import type { NamedParameter, Operation } from './operation.ts';
import type { Recognised } from './recognised.ts';
import { bare } from './schema.ts';

/** How a list is asked for only what was changed since a moment. */
export interface Since {
  /** The parameter's name, as it is sent. */
  name: string;
  in: 'query' | 'header';
  /** `http` is the date of HTTP's own headers. */
  form: MomentForm | 'http';
}

// "updated_since", "modifiedAfter", "min_updated_at", "filter[last_modified][gte]", "dateUpdatedFrom" …
const CHANGE = '(?:last)?(?:date)?(?:updated?|modified|modification|changed?)(?:at|on|date|time|utc)?';
const NAMES = new RegExp(
  `^(?:filter)?(?:${CHANGE}(?:since|after|from|min|start|gte?|ge)|(?:min|from|since|after|start)${CHANGE}|ifmodifiedsince)$`,
);
const PLAIN_NAMES = new RegExp(`^(?:since|startdate|${CHANGE})$`);

/** The parameter of a list that asks for what was changed since; undefined when there is none that can be filled. */
export function sinceOf({ parameters }: Operation): Recognised<Since> | undefined {
  const candidates = parameters.filter(({ in: place }) => place === 'query' || place === 'header');
  const parameter = candidates.find(isNamedSo) ?? candidates.find(isDescribedSo);
  const form = parameter && formOf(parameter);
  if (!parameter || !form) return undefined;
  const place = parameter.in === 'header' ? 'header' : 'query';
  return {
    value: { name: parameter.name, in: place, form },
    because: `it has the ${place === 'header' ? 'header' : 'parameter'} "${parameter.name}"`,
  };
}

const isNamedSo = ({ name }: NamedParameter): boolean => NAMES.test(bare(name));

// "since" alone may be of anything: its description has to tell of changes.
function isDescribedSo({ name, description = '', schema }: NamedParameter): boolean {
  if (!PLAIN_NAMES.test(bare(name))) return false;
  const text = `${description} ${schema?.description ?? ''}`;
  return (
    /(updat|modif|chang)/i.test(`${name} ${text}`) &&
    /(since|after|later|newer|from)/i.test(`${name} ${text}`)
  );
}

function formOf({
  name,
  in: place,
  schema,
  description,
  example,
}: NamedParameter): Since['form'] | undefined {
  const form = momentForm({ ...schema, ...(example === undefined ? {} : { example }) }, description);
  const isHttp = place === 'header' && bare(name) === 'ifmodifiedsince' && schema?.format !== 'date-time';
  return form === 'instant' && isHttp ? 'http' : form;
}
