import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import type { Parameter } from './query.ts';
import { own, type Resource } from './resource.ts';
import { resourceOf } from './resources.ts';

/** Which relationships are followed, and which from there. */
export interface IncludeTree {
  [relationship: string]: IncludeTree;
}

/** Each step multiplies what is read. */
const deepest = 2;

/** `include=organization`, `include=organization.synchronizations`: a list with commas. */
export function readInclude(parameters: readonly Parameter[], resource: Resource): IncludeTree {
  const tree: IncludeTree = {};
  for (const { name, key, value } of parameters) {
    if (key !== undefined) refuse('notAllowed', texts.api.noParameter(name), { parameter: name });
    for (const path of value ? value.split(',') : []) add(tree, path, resource);
  }
  return tree;
}

function add(tree: IncludeTree, path: string, from: Resource): void {
  const steps = path.split('.');
  if (steps.length > deepest)
    refuse('unknownInclude', texts.api.tooDeep(path, deepest), { parameter: 'include' });
  let [branch, resource] = [tree, from];
  for (const step of steps) {
    const relationship = own(resource.relationships, step);
    if (!relationship)
      refuse('unknownInclude', texts.api.noRelationship(path, from.type), { parameter: 'include' });
    branch[step] ??= {};
    branch = branch[step];
    resource = resourceOf(relationship.type);
  }
}
