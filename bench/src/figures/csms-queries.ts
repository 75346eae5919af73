import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, type Measurement, rowOf } from '../figure.ts';
import { LoadedServer } from '../harness/loaded-server.ts';
import { Child } from '../harness/parent.ts';
import { summarize } from '../harness/statistics.ts';

const CSMS = new URL('../servers/csms.ts', import.meta.url);
const FILLER = new URL('../servers/ten-million.ts', import.meta.url);
const EVENTS = 100;
const VALUES_IN_EVENT = 8;
const COPIES = 10_000_000 / (EVENTS * VALUES_IN_EVENT);
const ROUNDS = 60;
const BUDGET_MS = 15_000;
/** See `ten-million.ts`. */
const STATIONS = 500;
const HOUR_MS = 3_600_000;

type Pages = Readonly<Record<string, (round: number) => string>>;

/**
 * Pages that an operator opens, each time of another station, transaction or time.
 * @param farBack cursors as the list of transactions gave them
 */
function pagesOf(farBack: readonly string[]): Pages {
  return {
    'meter values of a station, the newest 500': (n) => `/stations/CS-${n % STATIONS}/meter-values`,
    'meter values of a station in a past hour': (n) =>
      `/stations/CS-${n % STATIONS}/meter-values?from=${moment(n)}&to=${moment(n, HOUR_MS)}`,
    'transactions, the newest 50': () => '/transactions',
    'transactions far back': (n) => `/transactions?cursor=${farBack[n % farBack.length]}`,
    'transactions of a station': (n) => `/transactions?stationId=CS-${(n * 7) % STATIONS}`,
    'transactions of a token': (n) => `/transactions?idToken=TOKEN-${(n * 31) % 3_000}`,
    'ledger of a transaction': (n) => `/transactions/${2 + n * 199}/events`,
    'meter values of a transaction': (n) => `/transactions/${2 + n * 201}/meter-values`,
    'story of a transaction': (n) => `/transactions/${2 + n * 203}/story`,
  };
}

/** Somebody who turns the list of transactions page by page. */
async function cursorsOf(ask: (path: string) => Promise<Answer>): Promise<string[]> {
  const cursors: string[] = [];
  let path = '/transactions?limit=200';
  while (cursors.length < ROUNDS) {
    const { nextCursor }: { nextCursor?: string } = JSON.parse((await ask(path)).text);
    if (nextCursor === undefined) throw new Error('the list of transactions is too short');
    cursors.push(nextCursor);
    path = `/transactions?limit=200&cursor=${nextCursor}`;
  }
  return cursors;
}

interface Answer {
  readonly text: string;
  readonly tookMs: number;
}

export const csmsQueries: Figure = {
  id: 'csms-queries',
  title: 'query pages of the API over HTTP with 10 million meter values stored, 95th percentile',
  unit: 'ms',
  reach: { atMost: 50 },
  async measure(signal) {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      const files = { databaseFile: join(directory, 'csms.db'), keyFile: join(directory, 'key') };
      await sendOneTransaction(files, signal);
      await fill(files.databaseFile, signal);
      return await measurePages(files, signal);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

interface Files {
  readonly databaseFile: string;
  readonly keyFile: string;
}

async function sendOneTransaction(files: Files, signal: AbortSignal): Promise<void> {
  await using csms = await LoadedServer.start(CSMS, signal, { ...files });
  await csms.connect(1, 'CS-');
  await csms.run('BootNotification', 1);
  await csms.run('TransactionEvent', EVENTS);
}

async function fill(databaseFile: string, signal: AbortSignal): Promise<void> {
  await using filler = new Child(FILLER, signal);
  const events = await filler.askFor('events', 'fill', { databaseFile, copies: COPIES });
  if (events * VALUES_IN_EVENT < 9_999_999) throw new Error(`only ${events} events were stored`);
}

async function measurePages(files: Files, signal: AbortSignal): Promise<Measurement> {
  const key = readFileSync(files.keyFile, 'utf8');
  await using csms = new Child(CSMS, signal);
  const port = await csms.askFor('port', 'listen', { databaseFile: files.databaseFile });
  const ask = async (path: string): Promise<Answer> => {
    const startMs = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      headers: { authorization: `Bearer ${key}` },
      signal,
    });
    const text = await response.text();
    const tookMs = performance.now() - startMs;
    if (!response.ok || text.length < 100) throw new Error(`${path}: ${response.status} ${text}`);
    return { text, tookMs };
  };
  const pages = pagesOf(await cursorsOf(ask));
  const took = new Map(Object.keys(pages).map((name): [string, number[]] => [name, []]));
  for (const page of Object.values(pages)) await ask(page(0));
  const endMs = performance.now() + BUDGET_MS;
  for (let round = 1; round <= ROUNDS && performance.now() < endMs; round += 1) {
    for (const [name, page] of Object.entries(pages)) {
      took.get(name)?.push((await ask(page(round))).tookMs);
    }
  }
  const all = [...took.values()].flat();
  return {
    value: percentile95(all),
    rows: [
      { ...rowOf('median of all pages', summarize(all), 'ms'), ours: true },
      ...[...took].map(([name, times]) => ({
        name: `95th percentile: ${name}`,
        value: percentile95(times),
        unit: 'ms',
        ours: true,
      })),
    ],
  };
}

function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** Copies lie an hour apart, from the measurement on: one of those hours. */
function moment(round: number, laterMs = 0): string {
  const inTheMiddleMs = HOUR_MS / 2;
  return new Date(Date.now() - inTheMiddleMs + (round % 20) * HOUR_MS + laterMs).toISOString();
}
