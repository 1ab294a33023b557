import type { Group } from '../engine/index.ts';

/** The key of a group's job. Both names may hold anything. */
export const groupKey = ({ tenant, group }: Group): string => JSON.stringify([tenant, group]);

export function groupOf(key: string): Group {
  const [tenant, group] = JSON.parse(key) as [string, string | null];
  return { tenant, group };
}

/** To look at the messages of a group. */
export const inboxJob = (group: Group) => ({ kind: 'inbox', key: groupKey(group) }) as const;
