import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';

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
  /**
   * From now on these texts excuse a line of trouble, because the test provokes it. A request keeps what was excused
   * when it was made: its answer may be heard of after the page has shown it, when the test is a step further.
   */
  expect(...texts: readonly string[]): void;
  /** Console errors, page errors, broken policies and failed requests since the last call, but for those expected. */
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
  const excusesOf = new WeakMap<Request, readonly string[]>();
  const note = (line: string, excused = excuses) => {
    if (!excused.some((text) => line.includes(text))) trouble.push(line);
  };
  page.on('console', (message) => {
    // Of a request that failed we hear below, and of which.
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.type() === 'error' || message.type() === 'warning') note(message.text());
  });
  page.on('pageerror', (error) => note(error.message));
  page.on('request', (request) => excusesOf.set(request, excuses));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page itself ends its event streams when it leaves a view.
    if (reason !== 'net::ERR_ABORTED') note(`${request.url()} ${reason}`, excusesOf.get(request));
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    note(`${response.status()} ${response.url()}`, excusesOf.get(response.request()));
  });
  await page.goto(url);
  return {
    page,
    expect(...texts) {
      excuses = texts;
    },
    assertNoTrouble: () => assert.deepEqual(trouble.splice(0), []),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
