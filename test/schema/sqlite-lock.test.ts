import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFile } from '../../src/schema/sqlite-lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'development.db.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** A client whose first statement comes to `outcome`. */
const failing = (outcome: () => Promise<void>) => {
  let first = true;
  return (config: { url: string }) => {
    const client = createClient(config);
    return {
      close: () => client.close(),
      async execute(sql: string) {
        if (first) {
          first = false;
          await outcome();
        }
        return client.execute(sql);
      },
    };
  };
};
const diskError = () => Promise.reject(Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' }));

test('a lock is had by one at a time, and waited for', async () => {
  const order: string[] = [];
  const unlock = await lockFile(path, createClient);
  const second = lockFile(path, createClient).then((done) => {
    order.push('second');
    return done();
  });
  order.push('first');
  await unlock();
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('a file that goes while it is opened is an error of the disk, after which the lock is tried for again', async () => {
  const createOne = failing(async () => {
    await rm(path);
    await diskError();
  });
  const unlock = await lockFile(path, createOne);
  await unlock();
});

test('an error of the disk with the file still there is one', async () => {
  await expect(lockFile(path, failing(diskError))).rejects.toThrow('disk I/O error');
});
