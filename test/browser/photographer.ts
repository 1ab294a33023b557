import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Where the pictures go; git does not look there. */
export const pictures = fileURLToPath(new URL('../../screenshots/', import.meta.url));

const looks = [
  { name: 'light', colorScheme: 'light', width: 1280, height: 800 },
  { name: 'dark', colorScheme: 'dark', width: 1280, height: 800 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

/**
 * Takes the page in light, dark and as a phone shows it: `screenshots/NAME-light.png`, …
 *
 * @returns what is wrong: the looks in which the page is wider than the screen, and what keeps people out of it.
 */
export async function photograph(page: Page, name: string): Promise<string[]> {
  mkdirSync(pictures, { recursive: true });
  const wrong: string[] = [];
  for (const { name: look, colorScheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    if (await page.evaluate('document.documentElement.scrollWidth > window.innerWidth'))
      wrong.push(`${look}: too wide`);
    // Narrow or wide, the words and colours are the same.
    if (look !== 'phone') wrong.push(...(await barriers(page)).map((barrier) => `${look}: ${barrier}`));
    await page.screenshot({ path: join(pictures, `${name}-${look}.png`), fullPage: true });
  }
  return wrong;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people out of the page who do not see it, or have no mouse: all that axe-core knows to look for. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<axe.AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
