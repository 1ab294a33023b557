import type { Database } from '../../../templates/app/src/engine/index.ts';
import { differences, heal } from './check.ts';
import { type History, play } from './history.ts';
import { createStage } from './stage.ts';

let stages = 0;
/** Longer than any backoff, in seconds. */
const longEnough = 13 * 3600;

/**
 * Plays a history; then no faults any more: people correct what was refused, and two runs make both sides equal.
 * The third writes nothing, and nothing is left to do.
 *
 * @throws {Error} which says what is not equal.
 */
export async function converge(database: Database, { settings, steps }: History): Promise<void> {
  stages += 1;
  const stage = await createStage(database, settings, `cld-${stages}`);
  await play(stage, steps);

  heal(stage);
  const runs: string[] = [];
  for (let i = 0; i < 2; i += 1) {
    stage.forward(longEnough);
    runs.push(await stage.run());
  }
  const wrong = differences(stage);
  if (wrong.length > 0)
    throw new Error(`not equal after two runs (${runs.join('; ')}):\n${wrong.join('\n')}`);

  stage.forward(longEnough);
  const [hubWrites, writes] = [stage.hub.writes.length, stage.application.writes.length];
  await stage.run();
  const late = [...stage.hub.writes.slice(hubWrites), ...stage.application.writes.slice(writes)];
  if (late.length > 0)
    throw new Error(`the third run wrote:\n${late.map((write) => JSON.stringify(write)).join('\n')}`);
  const due = await database.idMap.findMany({
    where: {
      organizationId: stage.organization.id,
      OR: [{ dueAt: { not: null } }, { parkedAt: { not: null } }],
    },
  });
  if (due.length > 0)
    throw new Error(`left to do: ${due.map(({ name, message }) => `${name}: ${message}`).join('; ')}`);
}
