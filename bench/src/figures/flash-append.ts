import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, type Row, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { FLASH } from '../harness/simulation.ts';
import { ratios, summarize } from '../harness/statistics.ts';

const ROUNDS = 25;
const EVENTS = 100;
const BUDGET_MS = 20_000;
const CHARGING_HOURS = 100;

export const flashAppend: Figure = {
  id: 'flash-append',
  title:
    'making a 1 kB TransactionEvent durable on the flash in a file ÷ writing and syncing the same bytes plainly',
  unit: '×',
  reach: { atMost: 2 },
  async measure(signal) {
    const directory = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      await using child = new Child(FLASH, signal);
      const { ratio, rows } = await compareAppends(child, directory);
      const { median: value, low, high } = ratio;
      return { value, low, high, rows: [...rows, ...(await wear(child))] };
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function compareAppends(child: Child, directory: string) {
  const ours: number[] = [];
  const plain: number[] = [];
  const bytes: number[] = [];
  const endMs = performance.now() + BUDGET_MS;
  // The first round is the warm-up.
  for (let round = 0; round <= ROUNDS && (round < 5 || performance.now() < endMs); round++) {
    const numbers = await child.ask('compareAppends', { directory, events: EVENTS });
    if (round === 0) continue;
    const { appendMs = 0, plainMs = 0 } = numbers;
    ours.push((1000 * appendMs) / EVENTS);
    plain.push((1000 * plainMs) / EVENTS);
    bytes.push((numbers.bytes ?? 0) / EVENTS);
  }
  const rows: Row[] = [
    { ...rowOf('append with commit', summarize(ours), 'µs'), ours: true },
    rowOf('plain write with fdatasync', summarize(plain), 'µs'),
    { ...rowOf('bytes of the append', summarize(bytes), 'B'), ours: true },
  ];
  return { ratio: summarize(ratios(ours, plain)), rows };
}

/** What a charging station does to its flash in its life: events are queued, sent, answered and taken out. */
async function wear(child: Child): Promise<Row[]> {
  const { events, bytes, syncs, erasures, writeAmplification, lifeYears } = readWear(
    await child.ask('chargeFor', { hours: CHARGING_HOURS }),
  );
  const row = (name: string, value: number, unit: string): Row => ({
    name,
    value,
    unit,
    ours: true,
  });
  return [
    row('a transaction event in all: programmed', bytes / events, 'B'),
    row('a transaction event in all: syncs', syncs / events, 'syncs'),
    row('a transaction event in all: erasures', erasures / events, 'sectors'),
    row('a charging hour: transaction events', events / CHARGING_HOURS, 'events'),
    row('a charging hour: programmed', bytes / CHARGING_HOURS / 1024, 'kB'),
    row('a charging hour: erasures, of 256 sectors', erasures / CHARGING_HOURS, 'sectors'),
    row('write amplification', writeAmplification, '×'),
    row('life at 100,000 erasures, charging day and night', lifeYears, 'years'),
  ];
}

function readWear(numbers: Readonly<Record<string, number>>) {
  const { events = 0, bytes = 0, syncs = 0, erasures = 0 } = numbers;
  const { writeAmplification = 0, lifeYears = 0 } = numbers;
  return { events, bytes, syncs, erasures, writeAmplification, lifeYears };
}
