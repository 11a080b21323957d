import type { Browser, Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { openBrowser } from './browser.ts';

/** Against a hang only. */
const WAIT_MS = 60_000;
const WIDE = { width: 1440, height: 900 };

/** One browser for all tests of a file: each of them gets a page that shares nothing with the others. */
let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

interface Tab {
  readonly page: Page;
  /** Whatever went wrong in the page's own code. */
  readonly faults: readonly string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** @param url left out: an empty page */
export async function openTab(url?: string, viewport = WIDE): Promise<Tab> {
  browser ??= openBrowser();
  // As for somebody who has asked for less motion: nothing to wait for until it has come to rest.
  const page = await (await browser).newPage({ viewport, reducedMotion: 'reduce' });
  page.setDefaultTimeout(WAIT_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  if (url) await page.goto(url);
  return { page, faults, [Symbol.asyncDispose]: () => page.close() };
}
