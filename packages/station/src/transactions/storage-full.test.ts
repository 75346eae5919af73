import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import type { Storage } from '../nvm/storage.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { CARD } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/** Room for a few transactions: an outage of hours fills it. */
const GEOMETRY = { ...TINY, sectorCount: 96 };
const OPTIONS = { sizes: { ...TINY_SIZES, valuesBytes: 8192 } };
const EVSES = 2;

const WORDS = {
  'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
  'SampledDataCtrlr.TxUpdatedInterval': '60',
  'OCPPCommCtrlr.RetryBackOffWaitMinimum': '10',
};

function bench(version: Version, flash: MemoryFlash): VirtualBench {
  const ports = { storage: flashStorage(flash, OPTIONS) };
  return new VirtualBench(version, { evses: EVSES, variables: WORDS, ports });
}

type Fields = Record<string, unknown>;

function started(at: VirtualBench): Fields[] {
  if (at.version === '1.6') return at.got('StartTransaction');
  return at.got('TransactionEvent').filter(({ eventType }) => eventType === 'Started');
}

function ended(at: VirtualBench): Fields[] {
  if (at.version === '1.6') return at.got('StopTransaction');
  return at.got('TransactionEvent').filter(({ eventType }) => eventType === 'Ended');
}

/** One session after the other without a link, until the station refuses the next. @returns how many began */
async function fill(at: VirtualBench): Promise<number> {
  let sessions = 0;
  const begun = at.station.subscribe((event) => {
    if (event.type === 'transaction' && event.event.eventType === 'Started') sessions++;
  });
  for (let before = -1; before < sessions; ) {
    before = sessions;
    at.station.plugIn(1);
    at.station.swipe(CARD, 1);
    await at.pass(600_000);
    at.station.plugOut(1);
    await at.pass(10_000);
  }
  begun();
  return sessions;
}

for (const version of VERSIONS) {
  test(`${version}: without room no transaction begins, the operator hears of it, and nothing is lost`, async () => {
    const at = bench(version, new MemoryFlash(GEOMETRY));
    await at.begin();
    at.network.up = false;
    const reasons: unknown[] = [];
    at.station.subscribe((event) => {
      if (event.type === 'authorization' && event.result === 'refused') reasons.push(event.reason);
    });
    const sessions = await fill(at);
    assert.ok(sessions >= 2, `${sessions}`);
    assert.deepEqual(reasons, ['StorageFull']);
    assert.equal(at.hardware.evse(1).closed, false, 'nobody charges what cannot be billed');
    at.network.up = true;
    await at.pass(120_000);
    assert.equal(started(at).length, sessions);
    assert.equal(ended(at).length, sessions);
    const told = JSON.stringify(
      at.network.received.filter(({ action }) => /NotifyEvent|StatusNotification/.test(action)),
    );
    assert.match(told, /StorageFull/);
    if (version !== '1.6') {
      const types = at.got('SecurityEventNotification').map(({ type }) => type);
      assert.ok(types.includes('MemoryExhaustion'));
    }
    // There is room again.
    at.station.plugIn(1);
    at.station.swipe(CARD, 1);
    await at.pass(60_000);
    assert.equal(started(at).length, sessions + 1);
    await at.end();
  });
}

/** As full as anybody may make the values, those that are never missed included. */
function fillValues({ values }: Storage): void {
  for (let size = 256; size > 0; size--) {
    while (values.keep(`filling:${size}:${values.keys('filling').length}`, 'x'.repeat(size)));
  }
}

for (const versions of [['1.6'], ['2.1', '1.6']] as const) {
  test(`1.6 of ${versions}: what has begun on full flash is ended after a power cut`, async () => {
    const ports = { storage: flashStorage(new MemoryFlash(GEOMETRY), OPTIONS) };
    const config = { versions };
    const at = new VirtualBench('1.6', { evses: EVSES, config, variables: WORDS, ports });
    await at.begin();
    fillValues(at.storage);
    const cards = [CARD, { ...CARD, idToken: 'ANOTHER-CARD-OF-20-C' }];
    for (const [index, card] of cards.entries()) {
      at.station.plugIn(index + 1);
      at.station.swipe(card, index + 1);
    }
    await at.pass(600_000);
    assert.equal(started(at).length, EVSES);
    at.network.up = false;
    await at.pass(600_000);
    await at.cutPower(60_000);
    at.network.up = true;
    await at.pass(600_000);
    assert.equal(started(at).length, EVSES);
    assert.equal(ended(at).length, EVSES);
    assert.equal(at.storage.values.keys('ocpp16:').length, 0);
    await at.end();
  });
}

test('1.6: where firmware before has left no room for the number of a transaction none begins', async () => {
  const flash = new MemoryFlash(GEOMETRY);
  fillValues(flashStorage(flash, OPTIONS));
  const at = bench('1.6', flash);
  await at.begin();
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(60_000);
  assert.equal(started(at).length, 0);
  assert.equal(at.hardware.evse(1).closed, false);
  const { values } = at.storage;
  for (const key of values.keys('filling:256').slice(-6)) values.delete(key);
  at.station.swipe(CARD, 1);
  await at.pass(60_000);
  assert.equal(started(at).length, 1);
  assert.equal(at.hardware.evse(1).closed, true);
  await at.end();
});

for (const cutsPower of [false, true]) {
  test(`1.6: where even the room for its number is taken a transaction is started once and billed once at most${cutsPower ? ', over a power cut' : ''}`, async () => {
    const at = bench('1.6', new MemoryFlash(GEOMETRY));
    await at.begin();
    const { values } = at.storage;
    // Room for what is known of a transaction before its StartTransaction is answered, not for more.
    values.set('room', 'x'.repeat(136));
    for (let size = 256; size > 0; size--) {
      while (values.claim(`filling:${size}:${values.keys('filling').length}`, 'x'.repeat(size)));
    }
    values.delete('room');
    at.station.plugIn(1);
    at.station.swipe(CARD, 1);
    await at.pass(600_000);
    assert.equal(started(at).length, 1);
    if (cutsPower) {
      at.network.up = false;
      await at.pass(600_000);
      await at.cutPower(60_000);
      at.network.up = true;
    }
    at.station.plugOut(1);
    await at.pass(600_000);
    assert.equal(started(at).length, 1);
    assert.equal(ended(at).length, cutsPower ? 0 : 1);
    assert.equal(at.station.state().queuedEvents, 0);
    await at.end();
  });
}

test('2.1: a remote start without room is Rejected with OutOfStorage', async () => {
  const at = bench('2.1', new MemoryFlash(GEOMETRY));
  await at.begin();
  at.network.up = false;
  await fill(at);
  // The CSMS hears and answers nothing of transactions: nothing gets out of the queue.
  at.answers.set('TransactionEvent', () => 'silence');
  at.network.up = true;
  await at.pass(15_000);
  const request = { remoteStartId: 1, idToken: CARD, evseId: 1 };
  assert.deepEqual(await at.ask('RequestStartTransaction', request), {
    status: 'Rejected',
    statusInfo: { reasonCode: 'OutOfStorage' },
  });
  await at.end();
});

const ACTION = fc.constantFrom('plug', 'unplug', 'swipe', 'limit', 'hour', 'link', 'cut', 'list');

test('whatever happens on a tiny flash, nothing throws and no Started or Ended is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...VERSIONS),
      fc.array(fc.tuple(ACTION, fc.integer({ min: 1, max: EVSES })), { maxLength: 40 }),
      async (version, actions) => {
        const at = bench(version, new MemoryFlash(GEOMETRY));
        const due: string[] = [];
        at.station.subscribe((event) => {
          if (event.type !== 'transaction' || event.event.eventType === 'Updated') return;
          due.push(`${event.event.transactionInfo.transactionId} ${event.event.eventType}`);
        });
        await at.begin();
        at.network.up = false;
        for (const [action, evseId] of actions) await act(at, action, evseId);
        at.network.up = true;
        for (let evseId = 1; evseId <= EVSES; evseId++) at.station.plugOut(evseId);
        await at.pass(600_000);
        assert.equal(at.station.state().queuedEvents, 0);
        assert.equal(started(at).length, due.filter((key) => key.endsWith('Started')).length);
        assert.equal(ended(at).length, due.filter((key) => key.endsWith('Ended')).length);
        await at.end();
      },
    ),
    runs(12),
  );
});

async function act(at: VirtualBench, action: string, evseId: number): Promise<void> {
  switch (action) {
    case 'plug':
      at.station.plugIn(evseId);
      break;
    case 'unplug':
      at.station.plugOut(evseId);
      break;
    case 'swipe':
      at.station.swipe(CARD, evseId);
      break;
    case 'limit':
      at.station.limit(evseId, { maxEnergy: 100_000 });
      break;
    case 'hour':
      await at.pass(3_600_000);
      break;
    case 'link':
      at.network.up = true;
      await at.pass(15_000);
      at.network.up = false;
      break;
    case 'cut':
      await at.cutPower(60_000);
      break;
    case 'list':
      at.station.setVariable('OCPPCommCtrlr.MessageAttempts[TransactionEvent]', String(evseId));
      break;
  }
  await at.pass(5_000);
}
