/** The outside world on one machine: a hub that speaks Connec! v2, and an application to connect with it. */
export type { Acme, AcmeOptions } from './acme/acme.ts';
export { startAcme } from './acme/start-acme.ts';
export type { Call } from './calls.ts';
export { sandboxEnvironment } from './environment.ts';
export type { Faults } from './faults.ts';
export type { Hub, HubOptions } from './hub/hub.ts';
export { startHub } from './hub/start-hub.ts';
export type { JsonObject, JsonValue } from './record.ts';
