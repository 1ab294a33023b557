import type { JsonObject } from './record.ts';

/** What to ask of a collection of the hub (contract/connec-api.md §6). */
export interface ConnecQuery {
  filter?: string;
  orderBy?: string;
  top?: number;
  skip?: number;
}

/** One write of a batch: `resource` and `id` make its URL, `record` goes under the resource's name. */
export interface BatchOperation {
  method: 'post' | 'put';
  resource: string;
  id?: string;
  record: JsonObject;
}

/** What the hub answered to one operation: the record it now holds, or why it refused. */
export type BatchResult =
  | { status: 200 | 201; record: JsonObject }
  | { status: number; record?: undefined; error: string };

/** The hub as one organization sees it. */
export interface ConnecClient {
  /**
   * A collection (or a singleton, as a list of one) page by page; follows `pagination.next`.
   * @throws {RunError} when the hub answers with anything but a page.
   */
  pages(resource: string, query?: ConnecQuery): AsyncIterable<JsonObject[]>;
  /**
   * One record by the hub's id; undefined when the hub does not have it.
   * @throws {RecordError} when the hub refuses to give it, {UnansweredError} when it fails at it, {RunError} when it
   *   gives no access at all.
   */
  get(resource: string, id: string): Promise<JsonObject | undefined>;
  /**
   * Many records in few calls, by their ids, where the client can do that. What is missing in the answer is not
   * known: it has to be asked for by `get`.
   * @throws {RunError} when a call as a whole is not answered.
   */
  getMany?(resource: string, ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /**
   * Sends up to 50 operations in one call. One result each, in their order: an operation the hub did not answer
   * gets an error of its own, and so does one for which the hub refuses the whole call.
   * @throws {RunError} when the call as a whole is not answered.
   */
  batch(operations: readonly BatchOperation[]): Promise<BatchResult[]>;
}
