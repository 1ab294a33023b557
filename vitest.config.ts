import { defineConfig } from 'vitest/config';

// Nothing here is timed: a busy machine may take its time.
const patience = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'tool',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**'],
          globalSetup: 'templates/app/test/support/migrated.ts',
          ...patience,
        },
      },
      // Installs for real: of all tests the slowest.
      { test: { name: 'end-to-end', include: ['test/end-to-end/**/*.test.ts'], ...patience } },
      'templates/app',
    ],
  },
});
