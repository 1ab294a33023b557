import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { withKeys } from '../src/encryption-keys.ts';

const OTHERS = "# Settings\nPORT=3000\nNAME='a b'\n";

test.each([
  ['as the tool writes it', 'ENCRYPTION_KEYS=1:old', 'ENCRYPTION_KEYS=2:new,1:old'],
  ['with export', 'export ENCRYPTION_KEYS=1:old', 'export ENCRYPTION_KEYS=2:new,1:old'],
  ['in quotes', 'ENCRYPTION_KEYS="1:old"', 'ENCRYPTION_KEYS="2:new,1:old"'],
  ['with spaces and a comment', ' ENCRYPTION_KEYS = 1:old # mine', ' ENCRYPTION_KEYS = 2:new,1:old # mine'],
  ['with spaces between', 'ENCRYPTION_KEYS=0:oldest, 1:old', 'ENCRYPTION_KEYS=2:new,1:old'],
  ['in several lines', "ENCRYPTION_KEYS='0:oldest,\n1:old'", "ENCRYPTION_KEYS='2:new,1:old'"],
  [
    'twice, of which the last one counts',
    'ENCRYPTION_KEYS=9:dead\nENCRYPTION_KEYS=1:old',
    'ENCRYPTION_KEYS=9:dead\nENCRYPTION_KEYS=2:new,1:old',
  ],
  ['with the line ends of Windows', 'ENCRYPTION_KEYS=1:old\r', 'ENCRYPTION_KEYS=2:new,1:old\r'],
])('keys take the place of those that are there, written %s', (_how, line, changed) => {
  const text = `${OTHERS}${line}\nLAST=1\n`;
  const edited = withKeys(text, ['2:new', '1:old']);
  expect(edited).toBe(`${OTHERS}${changed}\nLAST=1\n`);
  expect(parseEnv(edited ?? '').ENCRYPTION_KEYS).toBe('2:new,1:old');
});

test.each([
  ['that stand within another value', `NOTE="\nENCRYPTION_KEYS=1:old\n"\n`],
  ['that are not there', OTHERS],
  ['that are blank', 'ENCRYPTION_KEYS=\n'],
])('keys %s are left alone', (_where, text) => {
  expect(withKeys(text, ['2:new', '1:old'])).toBeUndefined();
});
