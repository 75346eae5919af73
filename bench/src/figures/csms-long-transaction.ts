import { type Figure, type Measurement, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { ratios, summarize } from '../harness/statistics.ts';

const LEDGER = new URL('../servers/ledger.ts', import.meta.url);
const LENGTH = 100_000;
const ROUNDS = 15;
/** Events of a round; a new transaction has as many. */
const EVENTS = 500;

export const csmsLongTransaction: Figure = {
  id: 'csms-long-transaction',
  title:
    'CPU of a further event of a transaction that has 100,000 ÷ of one of a transaction that begins',
  unit: '×',
  reach: { atMost: 1.25 },
  async measure(signal) {
    await using child = new Child(LEDGER, signal);
    await child.ask('open');
    // The first events warm the code up, for both.
    await child.ask('compare', { events: 4 * EVENTS });
    const young = await child.ask('compare', { events: EVENTS });
    await child.ask('grow', { events: LENGTH });
    return await measureRounds(child, young.longUs ?? 0);
  },
};

async function measureRounds(child: Child, youngUs: number): Promise<Measurement> {
  const [long, fresh]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { longUs = 0, freshUs = 0 } = await child.ask('compare', { events: EVENTS });
    long.push(longUs);
    fresh.push(freshUs);
  }
  const { events = 0, missing = -1 } = await child.ask('check');
  if (events < LENGTH || missing !== 0) throw new Error(`the books hold ${events} events`);
  const { median: value, low, high } = summarize(ratios(long, fresh));
  return {
    value,
    low,
    high,
    rows: [
      { ...rowOf('CPU of an event after 100,000', summarize(long), 'µs'), ours: true },
      { ...rowOf('CPU of an event at the beginning', summarize(fresh), 'µs'), ours: true },
      { name: 'the same transaction when it had 2,500', value: youngUs, unit: 'µs', ours: true },
    ],
  };
}
