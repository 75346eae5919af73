import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { at, transactionEvent } from '../testing/messages.ts';
import { type Transaction, type TransactionIdentity, withEvent } from './domain.ts';
import { energyOf } from './energy.ts';

const IDENTITY: TransactionIdentity = {
  key: 1,
  stationId: 'CS-1',
  transactionId: 'T',
  generation: 0,
  version: '2.1',
};

it('energy has no more decimals than its registers, whatever binary fractions make of them', () => {
  const register = (value: number) => ({
    meterValue: [{ timestamp: '2026-01-01T00:00:00Z', sampledValue: [{ value }] }],
  });
  const energyFrom = (startWh: number, lastWh: number) => {
    const registers = [startWh, lastWh].map((value, seqNo) =>
      transactionEvent('T', seqNo, seqNo === 0 ? 'Started' : 'Updated', register(value)),
    );
    const arrivals = registers.map((event) => ({ event, receivedAtMs: Date.parse(at(60)) }));
    const transaction = arrivals.reduce<Transaction | TransactionIdentity>(withEvent, IDENTITY);
    return 'eventCount' in transaction
      ? energyOf(transaction.registers, 'import')?.energyWh
      : undefined;
  };
  assert.equal(energyFrom(12345.3, 12432.9), 87.6);
  const tenths = fc.nat({ max: 1_000_000_000 });
  // More would be a jump that no charger can make in the time between the two.
  const charged = fc.nat({ max: 1_000_000 });
  fc.assert(
    fc.property(tenths, charged, (start, drawn) => {
      assert.equal(energyFrom(start / 10, (start + drawn) / 10), drawn / 10);
    }),
    runs(200),
  );
});
