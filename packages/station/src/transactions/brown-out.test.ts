import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { PowerCut } from '../nvm/flash/flash.ts';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { TEARS } from '../nvm/testing/cut-flash.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { WornFlash } from '../nvm/testing/worn-flash.ts';
import { CARD } from '../testing/bench.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';

const GEOMETRY = { ...TINY, sectorCount: 96 };
const OPTIONS = { sizes: { ...TINY_SIZES, valuesBytes: 8192 } };
const MEASURED = { 'SampledDataCtrlr.TxEndedMeasurands': 'Energy.Active.Import.Register' };
const RESUMES = { 'TxCtrlr.ResumptionTimeout': '3600', ...MEASURED };

function bench(version: Version, flash: MemoryFlash, variables: VirtualBenchOptions['variables']) {
  const ports = { storage: flashStorage(flash, OPTIONS) };
  return new VirtualBench(version, { variables: { ...MEASURED, ...variables }, ports });
}

/** A vehicle has charged for an hour. */
async function charging(version: Version, flash: MemoryFlash, variables = {}) {
  const at = bench(version, flash, variables);
  await at.begin();
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(3_600_000);
  return at;
}

type Fields = Record<string, unknown>;

/** What the CSMS was told that the transaction ended with. */
function ended(at: VirtualBench): { timestamp: unknown; registerWh: unknown; reason: unknown } {
  if (at.version === '1.6') {
    const [stop] = at.got('StopTransaction');
    return { timestamp: stop?.timestamp, registerWh: stop?.meterStop, reason: stop?.reason };
  }
  const event = at.got('TransactionEvent').find(({ eventType }) => eventType === 'Ended');
  return {
    timestamp: event?.timestamp,
    registerWh: registerOf(event, 'Transaction.End'),
    reason: fieldsOf(event?.transactionInfo).stoppedReason,
  };
}

function registerOf(event: Fields | undefined, context: string): unknown {
  const values = listIn(event?.meterValue).flatMap(({ sampledValue }) => listIn(sampledValue));
  return values.find((sampled) => sampled.context === context)?.value;
}

function listIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

for (const version of VERSIONS) {
  test(`${version}: a transaction ends with what was delivered when the power failed`, async () => {
    const flash = new MemoryFlash(GEOMETRY);
    const at = await charging(version, flash);
    const { registerWh } = at.hardware.readMeter(1);
    const failedAt = new Date(at.clock.epochMs()).toISOString();
    at.station.powerFailing(20);
    await at.pass(20);
    await at.cutPower(600_000);
    const told = ended(at);
    assert.equal(told.timestamp, failedAt);
    assert.ok(Math.abs(Number(told.registerWh) - registerWh) <= 0.5, String(told.registerWh));
    assert.equal(told.reason, 'PowerLoss');
    await at.end();
  });
}

test('2.1: a transaction that resumes tells the gap from the moment when the power failed', async () => {
  const at = await charging('2.1', new MemoryFlash(GEOMETRY), RESUMES);
  const { registerWh } = at.hardware.readMeter(1);
  const failedAt = new Date(at.clock.epochMs()).toISOString();
  at.station.powerFailing(20);
  await at.cutPower(600_000);
  const resumed = at
    .got('TransactionEvent')
    .find(({ triggerReason }) => triggerReason === 'TxResumed');
  assert.equal(listIn(resumed?.meterValue)[0]?.timestamp, failedAt);
  const before = Number(registerOf(resumed, 'Interruption.Begin'));
  assert.ok(Math.abs(before - registerWh) <= 0.5);
  await at.end();
});

test('2.1: a station writes down that it lives where no event has told so, and nowhere else', async () => {
  for (const [updatedIntervalS, written] of [
    [0, 120],
    [60, 60],
    [20, 0],
  ] as const) {
    const variables = {
      ...RESUMES,
      'SampledDataCtrlr.TxUpdatedInterval': String(updatedIntervalS),
    };
    const at = await charging('2.1', new MemoryFlash(GEOMETRY), variables);
    const { values } = at.storage;
    const keep = values.keep.bind(values);
    let times = 0;
    values.keep = (key, value) => {
      if (key === 'transactions:alive') times += 1;
      return keep(key, value);
    };
    await at.pass(3_600_000);
    assert.equal(times, written);
    await at.end();
  }
});

test('2.1: without a last record the gap begins with what was told last, not with what was known before it', async () => {
  const variables = { ...RESUMES, 'SampledDataCtrlr.TxUpdatedInterval': '7' };
  for (const passedS of [1, 8, 15, 22, 29]) {
    const at = await charging('2.1', new MemoryFlash(GEOMETRY), variables);
    await at.pass(passedS * 1_000);
    await at.cutPower(600_000);
    const events = at.got('TransactionEvent');
    const resumed = events.findIndex(({ triggerReason }) => triggerReason === 'TxResumed');
    const told = events.slice(0, resumed).flatMap(({ meterValue }) => listIn(meterValue));
    const [begin] = listIn(events[resumed]?.meterValue);
    const values = told.flatMap(({ sampledValue }) => listIn(sampledValue));
    const registersWh = values
      .filter(({ measurand }) => measurand === 'Energy.Active.Import.Register')
      .map(({ value }) => Number(value));
    const beginWh = Number(registerOf(events[resumed], 'Interruption.Begin'));
    assert.ok(beginWh >= Math.max(...registersWh), `after ${passedS} s`);
    assert.ok(String(begin?.timestamp) >= String(told.at(-1)?.timestamp), `after ${passedS} s`);
    await at.end();
  }
});

test('2.1: a transaction that resumes knows its register though the cells under the last record are worn', async () => {
  const whole = new MemoryFlash(GEOMETRY);
  const { station } = await charging('2.1', whole, RESUMES);
  const before = whole.image();
  station.powerFailing(20);
  const after = whole.image();
  const written = [...after.keys()].filter((address) => after[address] !== before[address]);
  const address = written[Math.floor(written.length / 2)] ?? 0;
  const flash = new WornFlash(GEOMETRY);
  const at = await charging('2.1', flash, RESUMES);
  flash.wear(address, 31 - Math.clz32(after[address] ?? 0));
  const { registerWh } = at.hardware.readMeter(1);
  at.station.powerFailing(20);
  await at.cutPower(600_000);
  const resumed = at
    .got('TransactionEvent')
    .find(({ triggerReason }) => triggerReason === 'TxResumed');
  assert.ok(Math.abs(Number(registerOf(resumed, 'Interruption.Begin')) - registerWh) <= 0.5);
  await at.end();
});

test('2.1: a dip changes nothing, and the next failure is written as well', async () => {
  const at = await charging('2.1', new MemoryFlash(GEOMETRY));
  for (let dip = 0; dip < 30; dip++) {
    at.station.powerFailing(20);
    at.station.powerFailing(10);
    await at.pass(60_000);
  }
  at.station.powerFailing(20);
  const { registerWh } = at.hardware.readMeter(1);
  await at.cutPower(1_000);
  assert.ok(Math.abs(Number(ended(at).registerWh) - registerWh) <= 0.5);
  await at.end();
});

test('2.1: the power goes in the middle of the last record, at any operation', async () => {
  for (let cutAt = 0; ; cutAt++) {
    let wasCut = false;
    for (const tear of TEARS) {
      const flash = new MemoryFlash(GEOMETRY);
      const before = await charging('2.1', flash);
      const failedAt = before.clock.epochMs();
      flash.cutAfter(cutAt, tear);
      try {
        before.station.powerFailing(20);
      } catch (error) {
        assert.ok(error instanceof PowerCut, String(error));
        wasCut = true;
      }
      before.station.powerCut();
      flash.powerUp();
      const after = bench('2.1', flash, {});
      after.clock.setEpochMs(failedAt + 60_000);
      await after.begin();
      await after.pass(5_000);
      const { reason, timestamp } = ended(after);
      assert.equal(reason, 'PowerLoss');
      const endedAt = Date.parse(String(timestamp));
      // The record is there and counts, or it is not and the boot counts.
      assert.ok(endedAt === failedAt || endedAt >= failedAt + 60_000, String(timestamp));
      await after.end();
    }
    if (!wasCut) break;
  }
});
