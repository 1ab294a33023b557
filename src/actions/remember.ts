import { join } from 'node:path';
import type { Plan } from '../generators/plan.ts';
import { formatLedger, type Generated, hashOf, LEDGER, readLedger, runOf, withGenerated } from '../ledger.ts';
import type { Project } from '../project.ts';
import { linesOf } from '../registry/add-entity.ts';
import { LIST } from '../registry/entity-list.ts';
import { toolPackage } from '../tool.ts';
import { type Change, readText } from './change.ts';

/** What came of a plan. */
export interface Outcome {
  /** The changes that are carried out. */
  agreed: readonly Change[];
  /** Files of the plan that stay as they are, for somebody said so; files of an earlier run that stay as well. */
  stays: readonly string[];
}

/**
 * The change of the ledger that remembers a run. What stays is remembered too, by what was written when it was ours
 * last: taking the run back then finds it edited, and names it.
 */
export async function remember({ folder }: Project, plan: Plan, { agreed, stays }: Outcome): Promise<Change> {
  // Read anew: another process may have generated something while a person was asked.
  const ledger = await readLedger(join(folder, LEDGER));
  const former = { ...ledger.files, ...runOf(ledger, plan.generator, plan.name)?.files };
  const written = agreed.filter(({ path, after }) => path !== LIST && after !== undefined);
  const hashes = [
    ...stays.map((path) => [path, former[path] ?? hashOf(plan.files.get(path) ?? '')]),
    ...written.map(({ path, after = '' }) => [path, hashOf(after)]),
  ].sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const generated: Generated = {
    name: plan.generator,
    tool: toolPackage.version,
    made: plan.name,
    parameters: plan.parameters,
    files: Object.fromEntries(hashes),
    inserted:
      plan.listing && agreed.some(({ path }) => path === LIST) ? { [LIST]: linesOf(plan.listing) } : {},
  };
  const before = await readText(join(folder, LEDGER));
  return { path: LEDGER, before, after: formatLedger(withGenerated(ledger, generated)), conflicts: false };
}
