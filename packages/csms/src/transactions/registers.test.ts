import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { SampledValue } from '../metering/domain.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import { type Transaction, type TransactionIdentity, withEvent } from './domain.ts';
import { doubtsOf } from './doubts.ts';
import { energyOf } from './energy.ts';
import { packTransaction, unpackTransaction } from './state.ts';

const IDENTITY: TransactionIdentity = {
  key: 1,
  stationId: 'CS-1',
  transactionId: 'T',
  generation: 0,
  version: '2.1',
};

const EXPORT = 'Energy.Active.Export.Register';

/** A transaction whose events bring these samples, ten minutes apart; the last of them is its end. */
function told(...samples: readonly (readonly SampledValue[])[]): Transaction {
  const transaction = samples.reduce<Transaction | TransactionIdentity>(
    (before, sampledValue, seqNo) => {
      const type = seqNo === 0 ? 'Started' : seqNo === samples.length - 1 ? 'Ended' : 'Updated';
      const timestamp = at(seqNo * 600);
      const event = { ...transactionEvent('T', seqNo, type), timestamp };
      const meterValue = [{ timestamp, sampledValue }];
      return withEvent(before, {
        event: { ...event, meterValue },
        receivedAtMs: Date.parse(timestamp),
      });
    },
    IDENTITY,
  );
  assert.ok('registers' in transaction);
  return transaction;
}

const energyWh = ({ registers }: Transaction) => energyOf(registers, 'import')?.energyWh;
const exportedWh = ({ registers }: Transaction) => energyOf(registers, 'export')?.energyWh;
const tookOf = (transaction: Transaction) => doubtsOf(transaction).map(({ took }) => took);

describe('the register of what flows back', () => {
  const exported = (...values: readonly number[]) =>
    told(...values.map((value) => [{ value: 7 }, { value, measurand: EXPORT }]));

  it('is read over a reset, a roll-over and wrong readings', () => {
    const cases: (readonly [readonly number[], number, RegExp])[] = [
      [[5_000, 9_000, 500, 2_500], 6_500, /^the register of exported energy fell.* was reset/],
      [[99_000, 99_900, 100, 300], 1_300, /rolled over/],
      [[5_000, 6_000, 9e8, 7_000], 2_000, /the high reading was wrong/],
      [[5_000, 6_000, 7_000, 9e8], 2_000, /more than anything/],
      [[500_000, 501_000, 0, 502_000], 2_000, /came back/],
    ];
    for (const [values, wh, doubt] of cases) {
      const transaction = exported(...values);
      assert.equal(exportedWh(transaction), wh, `${values}`);
      assert.match(String(tookOf(transaction)[0]), doubt);
    }
  });

  it('counts as that of what flows in does, whatever it shows', () => {
    const values = fc.array(fc.nat({ max: 200_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, (registers) => {
        const transaction = told(
          ...registers.map((value) => [{ value }, { value, measurand: EXPORT }]),
        );
        assert.equal(exportedWh(transaction), energyWh(transaction));
      }),
      runs(200),
    );
  });

  it('is a doubt when something flowed and the start or the end does not tell it', () => {
    const transaction = told(
      [{ value: 7 }],
      [{ value: 7 }, { value: 100, measurand: EXPORT }],
      [{ value: 7 }, { value: 400, measurand: EXPORT }],
      [{ value: 7 }],
    );
    assert.equal(exportedWh(transaction), 300);
    assert.deepEqual(tookOf(transaction), [
      'its start brought no register of exported energy: the first one counts, 100 Wh',
      'its end brought no register of exported energy: the last one before it counts, 400 Wh',
    ]);
    const nothing = told([{ value: 7 }], [{ value: 7 }, { value: 100, measurand: EXPORT }]);
    assert.deepEqual([exportedWh(nothing), tookOf(nothing)], [0, []]);
  });
});

describe('registers of phases', () => {
  const phases = (...values: readonly number[]): SampledValue[] =>
    values.map((value, at) => ({ value, phase: `L${at + 1}` }));
  const whole = (value: number): SampledValue[] => [{ value }];
  const ONE_END = /^some energy registers, .* at the start or at the end only/;
  const TWO_KINDS = /^the energy registers at the start are of single phases and those at the end/;

  const cases: readonly (readonly [
    string,
    readonly SampledValue[][],
    number,
    ...doubts: RegExp[],
  ])[] = [
    ['three of them', [phases(100, 200, 300), phases(200, 400, 600)], 600],
    [
      'each resets by itself',
      [phases(9_000, 200), phases(100, 400)],
      300,
      /^the energy register fell from 9000 Wh to 100 Wh: the meter was reset/,
    ],
    // A meter that balances its phases counts over all otherwise than for each.
    ['the whole before the phases', [[...whole(50), ...phases(900)], whole(80)], 30],
    ['only the whole at the ends', [whole(1e6), phases(5, 5, 5), whole(1e6 + 500)], 500],
    ['only the phases at the ends', [phases(5, 5), whole(1e6), phases(105, 205)], 300],
    ['one of them at the end', [phases(100, 200, 300), phases(5_100)], 5_000, ONE_END],
    [
      'one of them at the start',
      [phases(100_000), phases(105_000, 90_000, 90_000)],
      5_000,
      ONE_END,
    ],
    [
      'the phases from the start, the whole to the end',
      [phases(100, 100, 100), whole(9_000), whole(9_400)],
      400,
      ONE_END,
      /^its start brought no register: the first one counts, 9000 Wh/,
    ],
    [
      'the phases at the start, the whole at the end',
      [phases(10, 20, 30), whole(99)],
      39,
      TWO_KINDS,
    ],
    ['the reverse', [whole(60), phases(60, 20, 30)], 50, TWO_KINDS],
    ['the same, where it does not fit', [phases(9_000, 9_000), whole(1_000)], 0, TWO_KINDS],
    ['the same, where it cannot be', [phases(0, 0), whole(9e8)], 0, TWO_KINDS],
  ];
  for (const [name, samples, wh, ...doubts] of cases) {
    it(`are compared with themselves: ${name}`, () => {
      const transaction = told(...samples);
      assert.equal(energyWh(transaction), wh);
      const took = tookOf(transaction);
      assert.equal(took.length, doubts.length, `${took}`);
      for (const [at, doubt] of doubts.entries()) assert.match(String(took[at]), doubt);
    });
  }

  it('raise no doubts while it is under way', () => {
    const [start, sample] = [whole(1e6), phases(5, 5, 5)];
    const under = told(start, sample, phases(8, 8, 8), []);
    assert.equal(energyWh(under), 9);
    const { ended: _, ...active } = under;
    assert.deepEqual(tookOf(active), []);
  });
});

describe('the state of a transaction', () => {
  const rowOf = (state: string) => ({
    id: 1,
    station_id: 'CS-1',
    transaction_id: 'T',
    generation: 0,
    version: '2.1' as const,
    state,
  });

  it('holds all that was told', () => {
    const sample = fc.record(
      {
        value: fc.nat({ max: 100_000 }),
        phase: fc.constantFrom('L1', 'L2', 'L1-N'),
        measurand: fc.constantFrom(EXPORT, 'Energy.Active.Import.Register', 'SoC'),
        unitOfMeasure: fc.constantFrom({ unit: 'kWh' }, { unit: 'J' }),
      },
      { requiredKeys: ['value'] },
    );
    const events = fc.array(fc.array(sample, { maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(events, (samples) => {
        const transaction = {
          ...told(...samples),
          otherTokens: [{ value: { idToken: 'B', type: 'eMAID' }, place: 3 }],
          refused: [{ idToken: 'A', type: 'eMAID' }],
          unwelcome: [{ idToken: 'C', type: 'eMAID' }],
          otherEvse: { value: 4, place: 5 },
          belatedCount: 6,
        };
        assert.deepEqual(unpackTransaction(rowOf(packTransaction(transaction))), transaction);
      }),
      runs(100),
    );
  });

  it('is read as older ones wrote it: what they do not say is told again from the ledger', () => {
    const old = [
      [0, 2],
      3,
      [],
      [1000, 3000],
      [1000, 0],
      [3000, 2],
      ['Local', 2],
      [1, 0],
      0,
      [['A', 'ISO14443'], 0],
      0,
      [100, 0, 1000, 1],
      [900, 2, 3000, 1],
      0,
      0,
      0,
      0,
      [1000, 3000],
      [0, 0, 0],
      [900, 3000, 2, 500, 0, ['reset', 500, 0, 2000, 500]],
      [5, 0, 1000, 0],
      [8, 2, 3000, 0],
    ];
    const transaction = unpackTransaction(rowOf(JSON.stringify(old)));
    assert.deepEqual([energyWh(transaction), exportedWh(transaction)], [1300, 3]);
    const registers = [...transaction.registers.values()];
    assert.deepEqual(
      registers.map(({ end, way }) => [end.ofEnd, way?.steps.length, way?.mustBeRetold]),
      [
        [true, 1, false],
        [true, 0, true],
      ],
    );
  });
});
