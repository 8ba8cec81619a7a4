import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** For what only a browser can show. Without Chromium it is skipped; in CI, which has to have one, it fails. */
export const describeInBrowser = executablePath || process.env.CI ? describe : describe.skip;

let browser: Promise<Browser> | undefined;

/** A page of a headless Chromium of this file's own, with what it asked for and what went wrong in it. */
export async function openPage(url: string, options: BrowserContextOptions = {}) {
  browser ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await (await (await browser).newContext(options)).newPage();
  page.setDefaultTimeout(20_000);
  const requests: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', ({ message }) => faults.push(message));
  // What fails to load, and what the content security policy keeps from it, is an error on the console.
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(url, { timeout: 60_000 });
  return { page, requests, faults };
}

export type { Page };

afterAll(async () => (await browser)?.close());
