import type { JsonObject } from '../../../src/sandbox/index.ts';
import { callerOf, hubForTest } from './hub.ts';

/** A hub whose clock is moved by the test. */
export async function hubWithClock() {
  const clock = { now: new Date('2026-03-04T05:00:00Z') };
  const hub = await hubForTest({ now: () => clock.now });
  const call = callerOf(hub);
  const post = async (record: JsonObject, resource = 'people') => {
    const answer = await call('POST', `/api/v2/cld-fern/${resource}/`, { [resource]: record });
    return {
      status: answer.status,
      headers: answer.headers,
      record: answer.body[resource],
      errors: answer.body.errors,
    };
  };
  const later = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000);
  };
  return { hub, call, post, later };
}
