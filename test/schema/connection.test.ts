import { expect, test } from 'vitest';
import { openDatabase } from '../../src/schema/connection.ts';
import { UserError } from '../../src/user-error.ts';
import { temporaryFolder } from '../support/tool.ts';

test.each([
  ['postgresql', 'postgresql://ada:pass/word@localhost:5432/app', 'characters other than letters and digits'],
  ['postgresql', 'postgresql://ada:secret@localhost:port/app', 'characters other than letters and digits'],
  ['postgresql', 'postgresql://ada:secret@localhost/%zz', 'characters other than letters and digits'],
  ['sqlite', 'file://data/development.db', 'file:./data/development.db'],
] as const)(
  'an address of %s that is none is a mistake of the settings: %s',
  async (provider, url, advice) => {
    const outcome = openDatabase(await temporaryFolder(), url, provider).catch((error: Error) => error);
    const error = (await outcome) as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(/^DATABASE_URL is no address/);
    expect(error.message).toContain(advice);
    expect(error.message).not.toMatch(/pass|secret/);
  },
);
