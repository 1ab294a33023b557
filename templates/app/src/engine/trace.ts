/** Work that takes its time, for whoever follows it: names, numbers and ids, never anything of a record. */
export type Span = RunSpan | EntitySpan | PageSpan | MessageSpan | CallSpan;

/** A run, from its row in `synchronizations` on. It is part of nothing else. */
export interface RunSpan {
  type: 'run';
  tenant: string;
  /** Its uid. */
  organization: string;
  /** Id of its row. */
  run: number;
  /** Only some entities were asked for. */
  partial: boolean;
}

/** An entity in a run, or what a message tells of one. */
export interface EntitySpan {
  type: 'entity';
  entity: string;
}

/** What is done with a page when it has been read: the next one is read meanwhile, which belongs to the entity. */
export interface PageSpan {
  type: 'page';
  from: 'connec' | 'external';
  records: number;
}

/** A message of the inbox that is tried. It is part of nothing else. */
export interface MessageSpan {
  type: 'message';
  source: string;
  tenant: string;
  organization: string | null;
  /** Id of its row. */
  message: number;
}

/** One HTTP call until its answer begins; a repetition is a call of its own. Paths may tell who it is about. */
export interface CallSpan {
  type: 'call';
  side: 'connec' | 'external';
  tenant: string;
  method: string;
  /** Left out where it is not known here. */
  server?: { name: string; port: number } | undefined;
}

/** How it ended, where it did not throw. */
export interface SpanEnd {
  /** Of a run. */
  status?: string;
  /** Of a message. */
  outcome?: string;
  /** Of a call: the status of its answer. */
  answer?: number;
}

export type Note = (end: SpanEnd) => void;

/** Does `work` and follows it, and gives back what it comes to. What is begun in it is part of it. */
export type Trace = <T>(span: Span, work: (note: Note) => Promise<T>) => Promise<T>;

/** Where nobody follows it, it is called straight. */
export function traced<T>(
  { trace }: { readonly trace?: Trace | undefined },
  span: Span,
  work: (note: Note) => Promise<T>,
): Promise<T> {
  return trace ? trace(span, work) : work(noteNothing);
}

const noteNothing: Note = () => {};

/** Where a call goes: an address is told without its path and query. */
export function serverOf(input: string | URL | Request): CallSpan['server'] {
  const address = input instanceof Request ? input.url : String(input);
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, protocol } = new URL(address);
  return { name: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}
