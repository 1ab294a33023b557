import { block, quoted } from '../code/layout.ts';
import { sampleRecord } from '../code/sample-record.ts';
import { entityName, withArticle } from './entity-name.ts';
import type { Line } from './line.ts';
import { recordNames } from './record-name.ts';
import type { Sides } from './sides.ts';

/** What templates/entity/test asks for besides: one record in two forms, and what the tests are called. */
export function testCode(
  { connecName, externalName }: Pick<Sides, 'connecName' | 'externalName'>,
  lines: readonly Line[],
  application: string,
): Record<string, unknown> {
  const ofConnec = `${withArticle(connecName)} of Connec!`;
  const ofExternal = `${withArticle(entityName(externalName).spaced)} of ${application}`;
  const names = recordNames(lines);
  const { parts, expected } = partsOf(lines, application);
  return {
    parts,
    expected,
    samples: { connec: sampleCode(lines, 'connec'), external: sampleCode(lines, 'external') },
    titles: {
      toExternal: quoted(`${ofConnec} becomes ${ofExternal}`),
      toConnec: quoted(`${ofExternal} becomes ${ofConnec}`),
      names: quoted('it has a name on both sides'),
    },
    sampleNames: names && { connec: quoted(names.connec.sample), external: quoted(names.external.sample) },
  };
}

/** What arrives of the sample where some of its fields travel one way. */
function partsOf(lines: readonly Line[], application: string) {
  const sent = lines.filter(({ only }) => only !== 'toConnec');
  const received = lines.filter(({ only }) => only !== 'toExternal');
  const isSent = sent.length < lines.length;
  const isReceived = received.length < lines.length;
  const sentPart = {
    name: 'sent',
    comment: `What ${application} is sent of it.`,
    code: sampleCode(sent, 'external'),
  };
  const receivedPart = {
    name: 'received',
    comment: 'What Connec! is sent of it.',
    code: sampleCode(received, 'connec'),
  };
  return {
    parts: [...(isSent ? [sentPart] : []), ...(isReceived ? [receivedPart] : [])],
    expected: { toExternal: isSent ? 'sent' : 'external', toConnec: isReceived ? 'received' : 'connec' },
  };
}

function sampleCode(lines: readonly Line[], side: 'connec' | 'external'): string {
  const values = lines.map((line) => [line[side], line.sample[side]] as const);
  return block(sampleRecord(values.filter(([, value]) => value !== undefined)), '');
}
