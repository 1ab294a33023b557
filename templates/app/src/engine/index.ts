/** The engine's one door: what a connector uses of it. */

export { listParked, listWaiting, releaseParked, releaseRecord } from './attention.ts';
export { type AnyEntity, ComplexEntity, partsOf } from './complex-entity.ts';
export type { BatchOperation, BatchResult, ConnecClient, ConnecQuery } from './connec-client.ts';
export { type ConnecVersions, createConnecVersions } from './connec-version.ts';
export type { Context, MappingContext, SyncOptions } from './context.ts';
export type { Counts, EntityCounts } from './counts.ts';
export {
  type Database,
  type IdMap,
  type InboxMessage,
  isPostgres,
  type Membership,
  type Organization,
  type Prisma,
  type Process,
  type RunRequest,
  type Synchronization,
  type User,
} from './database.ts';
export { addressee, type Refusal, takeDelivery } from './delivery.ts';
export type { Engine } from './engine.ts';
export { type Creation, Entity, type ExternalQuery, type ExternalWrite } from './entity.ts';
export {
  messageOf,
  RecordError,
  RecordNotFoundError,
  RunError,
  UnansweredError,
  UnauthorizedError,
} from './errors.ts';
export {
  type Account,
  type Connection,
  External,
  linkFormOf,
  type OAuthSettings,
  oauthOf,
} from './external.ts';
export { createConnecClient } from './http-connec-client.ts';
export { dueGroups, processGroup, processInbox } from './inbox.ts';
export type { Credentials, LinkField, LinkForm } from './link-form.ts';
export { type Log, logOf, silentLog } from './log.ts';
export type { Found, LookUp } from './look-up.ts';
export {
  choices,
  computed,
  constant,
  type Direction,
  type Hook,
  type Mapper,
  type MapperOptions,
  MappingError,
  map,
  mapper,
  type PlainRule,
  type Rule,
  type RuleOptions,
} from './mapper.ts';
export { publicName, resourceName } from './names.ts';
export { type EngineEvent, type Observe, observedFetch } from './observe.ts';
export {
  type Access,
  AlreadyLinkedError,
  directionsOf,
  historicalDataSettings,
  initialSwitches,
  isLinked,
  linkedOnes,
  linkOrganization,
  type Switches,
  type SynchronizedEntities,
  switchesOf,
  type Tokens,
  unlinkOrganization,
} from './organization.ts';
export { type Decision, decisionsOf } from './outcome.ts';
export {
  discardMessage,
  listParkedMessages,
  type ParkedMessage,
  releaseMessages,
} from './parked-messages.ts';
export { pushRecordsToConnec } from './push-job.ts';
export { isObject, type JsonObject, type JsonValue } from './record.ts';
export { reencryptTokens, secretColumns } from './reencrypt.ts';
export { type CurrentStatus, statusOf } from './status.ts';
export { type Stop, StoppedError } from './stop.ts';
export {
  type ExternalEvent,
  type Group,
  storeExternalEvent,
  storeNotification,
} from './store-message.ts';
export { isUntold, subscribe, unsubscribe } from './subscribe.ts';
export type { RunCounts, Status } from './synchronization.ts';
export { reasonNotToRun, type Skipped, synchronize } from './synchronize.ts';
export type { Tenant } from './tenant.ts';
export type { Throttle } from './throttle.ts';
export { type TimedFetch, timedFetch } from './timed-fetch.ts';
export type { Note, Span, SpanEnd, Trace } from './trace.ts';
export type { PathOf, ValueAt } from './typed-paths.ts';
export { currentSwitches, type SwitchChanges, updateSwitches } from './update-switches.ts';
export { createVault, type Vault, type VaultKey } from './vault.ts';
export type {
  Delivery,
  Proof,
  Subscription,
  Told,
  WantedSubscription,
  Webhooks,
} from './webhooks.ts';
