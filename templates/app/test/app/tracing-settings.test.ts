import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startTracing } from '../../src/tracing.ts';
import { createWrittenLog } from '../support/written-log.ts';

describe('where none is configured', () => {
  test('there are no traces', async () => {
    const build = { branch: null, commit: null };
    expect(await startTracing({ tracesUrl: undefined, build }, createWrittenLog().log)).toBeUndefined();
  });

  test('nothing of OpenTelemetry is loaded, whatever else is, but what prom-client brings along', async () => {
    const script = `
      import { createRequire } from 'node:module';
      import '${source('app.ts')}';
      import '${source('boot.ts')}';
      import { startTracing } from '${source('tracing.ts')}';
      const packages = () => {
        const files = Object.keys(createRequire('${source('app.ts')}').cache);
        return [...new Set(files.flatMap((file) => file.match(/@opentelemetry.([\\w-]+)/)?.[1] ?? []))];
      };
      const build = { branch: null, commit: null };
      await startTracing({ tracesUrl: undefined, build }, console);
      const without = packages();
      await startTracing({ tracesUrl: 'http://127.0.0.1:1', build }, console);
      console.log(JSON.stringify({ without, configured: packages() }));`;
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: root });
    const { without, configured } = JSON.parse(stdout);
    expect(without).toEqual(['api']);
    expect(configured).toContain('sdk-trace-base');
  });
});

const root = join(import.meta.dirname, '../..');
const source = (name: string) => join(root, 'src', name);
