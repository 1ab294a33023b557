import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser of this machine: $CHROMIUM, or where Debian puts it. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const isChromiumThere = existsSync(chromiumPath);

/** Starts it without a window, and without the calls home that it makes by itself. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: quiet });
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
