import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/migrated.ts',
    // Test files of one worker share what they import: nothing of it holds state.
    isolate: false,
    maxWorkers: '100%',
    // Nothing here is timed: a busy machine may take its time.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
