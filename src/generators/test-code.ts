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
  return {
    samples: { connec: sampleCode(lines, 'connec'), external: sampleCode(lines, 'external') },
    titles: {
      toExternal: quoted(`${ofConnec} becomes ${ofExternal}`),
      toConnec: quoted(`${ofExternal} becomes ${ofConnec}`),
      names: quoted('it has a name on both sides'),
    },
    sampleNames: names && { connec: quoted(names.connec.sample), external: quoted(names.external.sample) },
  };
}

function sampleCode(lines: readonly Line[], side: 'connec' | 'external'): string {
  return block(sampleRecord(lines.map((line) => [line[side], line.sample[side]] as const)), '');
}
