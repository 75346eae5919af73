import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Client, createClient } from '@northbound/client';
import { type CsmsConfig, type RunningCsms, startCsms } from '@northbound/csms';
import type { Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import {
  createStation,
  type Station,
  type StationConfig,
  type StationPorts,
} from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import type { Locator, Page } from 'playwright-core';
import {
  type ConsoleWindow,
  openWindow,
  startBrowser,
} from '../packages/console/src/testing/browser.ts';

const EVSES = [
  { connectors: [{ type: 'sType2' }], maxCurrentA: 32, phases: 3, voltageV: 230 },
] as const;

/** Of every station here. */
export const MAKE = { vendor: 'Northbound', model: 'Fleet 22' };

export const TELEPHONE = { width: 420, height: 800 };

/** How wide a page is with all that sticks out of it. */
export function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth');
}

/** What a station says of its only connector, not what the CSMS believes. */
export function stateOf(station: Station): string | undefined {
  return station.state().evses[0]?.connectors[0]?.availabilityState;
}

interface ConsoleUnderTest extends AsyncDisposable {
  readonly csms: RunningCsms;
  /** Of the first admin. */
  readonly client: Client;
  /** Where stations connect. */
  readonly endpoint: string;
  readonly window: ConsoleWindow;
  readonly page: Page;
  readonly dialog: Locator;
  /** Goes to a place in the console, such as `stations/CS-1?tab=frames`. */
  open(place: string): Promise<unknown>;
  /**
   * The window of somebody else. There is one for all of them: opening another costs as much as five loads.
   *
   * @param hash what opens the console, such as `key=…`
   * @param expected texts that excuse a line of trouble
   */
  otherWindow(hash: string, ...expected: readonly string[]): Promise<ConsoleWindow>;
  /** A station that is stopped in the end; it is not started yet. */
  newStation(
    identity: string,
    version: Version,
    more?: { readonly config?: Partial<StationConfig>; readonly ports?: Partial<StationPorts> },
  ): Station;
}

interface Setup {
  readonly csms?: CsmsConfig;
  /** How the first window is opened; with the key of the first admin when absent. */
  readonly hash?: (csms: RunningCsms) => string;
  readonly expected?: readonly string[];
}

/**
 * The console in a browser, served by a CSMS that stores on a disk, for stations that connect over real sockets.
 *
 * @returns `undefined` where there is no browser; the test is marked as skipped then
 */
export async function consoleUnderTest(
  test: TestContext,
  { csms: config, hash = ({ adminKey }) => `key=${adminKey}`, expected = [] }: Setup = {},
): Promise<ConsoleUnderTest | undefined> {
  const browser = await startBrowser(test);
  if (browser === undefined) return undefined;
  const cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'northbound-console-'));
  cleanup.defer(() => rm(folder, { recursive: true }));
  cleanup.defer(() => browser.close());
  const csms = await startCsms({
    port: 0,
    databaseFile: join(folder, 'csms.db'),
    admission: 'open',
    logLevel: 'silent',
    ...config,
  });
  cleanup.use(csms);
  const endpoint = `${csms.url.replace('http', 'ws')}/ocpp`;
  const window = await openWindow(browser, `${csms.url}/#${hash(csms)}`, { expected });
  cleanup.use(window);
  let other: ConsoleWindow | undefined;
  const { page } = window;
  return {
    csms,
    client: createClient({ baseUrl: csms.url, key: csms.adminKey ?? '' }),
    endpoint,
    window,
    page,
    dialog: page.getByRole('dialog'),
    open: (place) => page.goto(`${csms.url}/#/${place}`),
    async otherWindow(at, ...excused) {
      other ??= cleanup.use(await openWindow(browser, 'about:blank'));
      other.assertNoTrouble();
      other.expect(...excused);
      await other.page.goto('about:blank');
      await other.page.goto(`${csms.url}/#${at}`);
      return other;
    },
    newStation(identity, version, { config: more, ports } = {}) {
      const station = createStation(
        {
          identity,
          url: endpoint,
          versions: [version],
          ...MAKE,
          firmwareVersion: '0.1.0',
          evses: EVSES,
          ...more,
        },
        {
          clock: systemClock,
          random: systemRandom,
          dialer: webSocketDialer(),
          hardware: simulatedHardware({ clock: systemClock, evses: EVSES }),
          ...ports,
        },
      );
      cleanup.defer(() => station.stop());
      return station;
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}
