// What the parts of a record's way cost, as JSON: called by index.ts.
import { Bench } from 'tinybench';
import { covers, fingerprint } from '../../templates/app/src/engine/fingerprint.ts';
import type { JsonObject } from '../../templates/app/src/engine/index.ts';
import { instantOf } from '../../templates/app/src/engine/instant.ts';
import { hashFields } from '../../templates/app/src/engine/merge.ts';
import { parsePath } from '../../templates/app/src/engine/path.ts';
import { fold, unfold } from '../../templates/app/src/engine/references.ts';
import { contactMapper } from './sides.ts';
import { connecPages, externalPages } from './stream.ts';

export interface Part {
  name: string;
  microseconds: number;
}

const ours = { provider: 'bench', realm: 'bench-1' };
const references = [parsePath('organization_id')];
const context = {} as Parameters<typeof contactMapper.toConnec>[1];
const stream = { records: 1, versionOf: () => 1, day: 2 };
const connec = await only(connecPages(stream));
const external = await only(externalPages(stream));
const { record } = unfold(connec, references, ours);
const mapped = contactMapper.toConnec(external, context);

const bench = new Bench({ time: 300 })
  .add('map a hub record to external', () => void contactMapper.toExternal(record, context))
  .add('map an external record to Connec!', () => void contactMapper.toConnec(external, context))
  .add('unfold the references of a hub record', () => void unfold(connec, references, ours))
  .add('fold the references of a record', () => void fold(mapped, references, ours))
  .add('fingerprint of a record', () => void fingerprint(mapped))
  .add('fingerprints of its fields, for a merge', () => void hashFields(mapped))
  .add('whether a record says what another says', () => void covers(record, mapped))
  .add('an instant of a text', () => void instantOf('2026-01-20T00:00:00Z'));
await bench.run();

const parts: Part[] = bench.tasks.map(({ name, result }) => ({
  name,
  microseconds: Number(('latency' in result ? result.latency.mean * 1000 : Number.NaN).toFixed(2)),
}));
console.log(JSON.stringify(parts));

async function only(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject> {
  for await (const [first] of pages) if (first) return first;
  throw new Error('the stream is empty');
}
