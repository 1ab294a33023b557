import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
 * @returns the looks in which the page is wider than the screen.
 */
export async function photograph(page: Page, name: string): Promise<string[]> {
  mkdirSync(pictures, { recursive: true });
  const tooWide: string[] = [];
  for (const { name: look, colorScheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    if (await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')) tooWide.push(look);
    await page.screenshot({ path: join(pictures, `${name}-${look}.png`), fullPage: true });
  }
  return tooWide;
}
