import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  return (named === undefined ? PLACES : [named]).find((path) => existsSync(path));
}

/**
 * Starts Chromium on the page as it is built from these sources.
 *
 * @returns `undefined` after marking the test as skipped, where there is no Chromium; on CI that is a failure
 */
export async function startBrowser(test: TestContext): Promise<Browser | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    const message = 'no Chromium: install it, or name it in the environment variable CHROMIUM';
    assert.notEqual(process.env.CI, 'true', message);
    test.skip(message);
    return undefined;
  }
  const build = spawnSync(process.execPath, [join(import.meta.dirname, '../../build.ts')]);
  assert.equal(build.status, 0, build.stderr.toString());
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** A window on the console that remembers everything that went wrong in it. */
export interface ConsoleWindow extends AsyncDisposable {
  readonly page: Page;
  /** From now on these texts excuse a line of trouble, because the test provokes it. */
  expect(...texts: readonly string[]): void;
  /** Console errors, page errors, broken policies and failed requests so far, but for those that the test expects. */
  assertNoTrouble(): void;
}

interface WindowOptions extends BrowserContextOptions {
  /** What a test provokes: texts that excuse a line of trouble. */
  readonly expected?: readonly string[];
}

export async function openWindow(
  browser: Browser,
  url: string,
  { expected = [], ...options }: WindowOptions = {},
): Promise<ConsoleWindow> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // Without a graphics card every frame of an animation costs the processor that the tests wait for.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const trouble: string[] = [];
  let excuses = expected;
  const note = (line: string) => {
    if (!excuses.some((text) => line.includes(text))) trouble.push(line);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(message.text());
  });
  page.on('pageerror', (error) => note(error.message));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page itself ends its event streams when it leaves a view.
    if (reason !== 'net::ERR_ABORTED') note(`${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) note(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return {
    page,
    expect(...texts) {
      excuses = texts;
    },
    assertNoTrouble: () => assert.deepEqual(trouble, []),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
