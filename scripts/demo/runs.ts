import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { until } from './until.ts';

/** What happened to the records of one kind in one direction, as the connector counts it. */
export interface Counts {
  fetched: number;
  created: number;
  updated: number;
  merged: number;
  conflicts: number;
  failed: number;
}

/** A synchronization that has ended. */
export interface Run {
  id: number;
  status: string;
  message: string | null;
  seconds: number;
  counts: Record<string, { toConnec: Counts; toExternal: Counts }>;
}

/** The synchronizations a project has made, as its database has them. */
export interface Runs {
  /** Waits for the synchronization that follows the one with the id `after`; 0 is before the first. */
  next(after: number): Promise<Run>;
  close(): Promise<void>;
}

/** Opens the project's database through the project's own code, whichever database it is. */
export async function openRuns(folder: string): Promise<Runs> {
  const { createDatabase } = (await import(join(folder, 'src/database.ts'))) as ProjectDatabase;
  const database = createDatabase(await databaseUrl(folder));
  return {
    next: (after) =>
      until(`synchronization after ${after}`, async () => {
        const row = await database.synchronization.findFirst({
          where: { id: { gt: after } },
          orderBy: { id: 'asc' },
        });
        return row?.finishedAt ? toRun(row as FinishedRow) : undefined;
      }),
    close: () => database.$disconnect(),
  };
}

interface FinishedRow extends Pick<Run, 'id' | 'status' | 'message' | 'counts'> {
  startedAt: Date;
  finishedAt: Date;
}

/** As much of the project's src/database.ts as is used here. */
interface ProjectDatabase {
  createDatabase(url: string): {
    synchronization: { findFirst(query: object): Promise<{ finishedAt: Date | null } | null> };
    $disconnect(): Promise<void>;
  };
}

const toRun = ({ id, status, message, counts, startedAt, finishedAt }: FinishedRow): Run => ({
  id,
  status,
  message,
  counts,
  seconds: (finishedAt.getTime() - startedAt.getTime()) / 1000,
});

/** The environment comes before .env, as in the project. A file's address counts from the project's folder. */
async function databaseUrl(folder: string): Promise<string> {
  const { DATABASE_URL = '' } = { ...parseEnv(await readFile(join(folder, '.env'), 'utf8')), ...process.env };
  return DATABASE_URL.startsWith('file:') ? `file:${resolve(folder, DATABASE_URL.slice(5))}` : DATABASE_URL;
}
