import { Gauge, type Registry } from 'prom-client';
import type { Backlog } from './backlog.ts';

/** @returns what shows a backlog, until it is given the next. */
export function backlogGauges(registry: Registry): (backlog: Backlog) => void {
  const registers = [registry];
  const messages = new Gauge({
    name: 'connector_inbox_messages',
    help: 'Messages of the inbox. parked: tried too often, left to a person',
    labelNames: ['state'],
    registers,
  });
  const organizations = new Gauge({
    name: 'connector_organizations',
    help: 'Organizations that synchronize. paused: until a person acts',
    labelNames: ['state'],
    registers,
  });
  const single = (name: string, help: string) => new Gauge({ name, help, registers });
  const oldest = single('connector_inbox_oldest_seconds', 'Age of the oldest message that is not dealt with');
  const due = single('connector_records_due', 'Records that the next synchronization tries again');
  const silence = single(
    'connector_last_success_age_seconds',
    'Time since the last synchronization that got through, of the organization where it is longest ago',
  );
  return (backlog) => {
    setAll(messages, backlog.messages);
    setAll(organizations, backlog.organizations);
    oldest.set(backlog.oldestMessage);
    due.set(backlog.dueRecords);
    silence.set(backlog.longestSilence);
  };
}

function setAll(gauge: Gauge<'state'>, values: Record<string, number>): void {
  for (const [state, value] of Object.entries(values)) gauge.set({ state }, value);
}
