import { defineConfig } from 'vitest/config';

// Nothing here is timed: a busy machine may take its time.
const patience = { testTimeout: 30_000, hookTimeout: 30_000 };

// Whole projects are scaffolded and run there, again and again.
const long = [
  'test/browser/**/*.test.ts',
  'test/chaos/chaos.test.ts',
  'test/engine/{kill,converge}.test.ts',
  'test/schema/{migrations,templates}.test.ts',
  'test/commands/{database,database-grown,database-refused,described-entities,destroy,doctor,external,generate,grown-project,project,rehearse}.test.ts',
  'test/commands/{secrets,signals,terminal,upgrade,upgrade-safety}.test.ts',
];
const globalSetup = 'templates/app/test/support/migrated.ts';

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'tool',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**', ...long],
          globalSetup,
          ...patience,
        },
      },
      { test: { name: 'long', include: long, globalSetup, ...patience } },
      // Installs for real: of all tests the slowest.
      { test: { name: 'end-to-end', include: ['test/end-to-end/**/*.test.ts'], ...patience } },
      'templates/app',
    ],
  },
});
