import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolRoot } from '../tool.ts';
import { compareVersions } from '../versions.ts';

/** What UPGRADING.md asks of a project that goes from one version to another, newest first; '' when nothing. */
export async function adviceBetween(from: string, to: string): Promise<string> {
  return selectAdvice(await readFile(join(toolRoot, 'UPGRADING.md'), 'utf8'), from, to);
}

/** The sections of `text` ("## 0.2.0") for versions after `from`, up to `to`. */
export function selectAdvice(text: string, from: string, to: string): string {
  const [, ...sections] = text.split(/^(?=## \d)/m);
  const wanted = sections.filter((section) => {
    const version = /^## (\S+?),?\s/.exec(section)?.[1] ?? '';
    return compareVersions(version, from) > 0 && compareVersions(version, to) <= 0;
  });
  return wanted.join('').trim();
}
