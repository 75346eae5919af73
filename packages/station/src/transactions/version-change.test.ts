import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import type { Dialer } from '@northbound/rpc';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation } from '../station.ts';
import { BenchHardware } from '../testing/bench-hardware.ts';
import { ScriptedNetwork } from '../testing/scripted-network.ts';

const CARD = { idToken: 'AA11', type: 'ISO14443' } as const;

/** A session that begins with one version and ends, after an outage, with another. */
async function session(first: Version, second: Version) {
  const clock = new VirtualClock();
  const csms = (subprotocol: string) =>
    new ScriptedNetwork(clock, subprotocol, (action, { idToken }) => {
      switch (action) {
        case 'BootNotification':
          return { status: 'Accepted', currentTime: '2026-01-01T00:00:00Z', interval: 86_400 };
        case 'Authorize':
          return idToken === undefined
            ? { idTagInfo: { status: 'Accepted' } }
            : { idTokenInfo: { status: 'Accepted' } };
        case 'StartTransaction':
          return { transactionId: 77, idTagInfo: { status: 'Accepted' } };
        case 'TransactionEvent':
          return idToken === undefined ? {} : { idTokenInfo: { status: 'Accepted' } };
        default:
          return {};
      }
    });
  const [before, after] = [csms(`ocpp${first}`), csms(`ocpp${second}`)];
  const dialer: Dialer = (target, listener) =>
    (isUpgraded ? after : before).dialer(target, listener);
  let isUpgraded = false;
  const hardware = new BenchHardware(clock, 1);
  const station = createStation(
    {
      identity: 'S',
      url: 'ws://csms/ocpp',
      versions: [first, second],
      vendor: 'V',
      model: 'M',
      evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '0' },
    },
    { clock, random: seededRandom(1), dialer, hardware },
  );
  await station.start();
  await clock.advance(1_000);
  station.plugIn(1);
  station.swipe(CARD, 1);
  await clock.advance(60_000);
  before.up = false;
  isUpgraded = true;
  await clock.advance(120_000);
  station.swipe(CARD, 1);
  await clock.advance(60_000);
  assert.equal(station.state().queuedEvents, 0);
  const stopped = station.stop();
  await clock.advance(1_000);
  await stopped;
  return { before: before.received, after: after.received };
}

test('from 2.1 to 1.6: the 1.6 CSMS hears of the start when the end comes', async () => {
  const { after } = await session('2.1', '1.6');
  const actions = after.filter(({ action }) => /Transaction$/.test(action));
  assert.deepEqual(
    actions.map(({ action }) => action),
    ['StartTransaction', 'StopTransaction'],
  );
  const [start, stop] = actions.map(({ payload }) => payload);
  assert.deepEqual([start?.idTag, start?.connectorId, start?.meterStart], [CARD.idToken, 1, 1_000]);
  assert.equal(stop?.transactionId, 77);
  assert.ok(Number(stop?.meterStop) > 1_000);
});

test('from 1.6 to 2.1: the events go on, and say once more where and by whom', async () => {
  const { before, after } = await session('1.6', '2.1');
  assert.ok(before.some(({ action }) => action === 'StartTransaction'));
  const events = after.filter(({ action }) => action === 'TransactionEvent');
  const [ended] = events.map(({ payload }) => payload);
  assert.equal(ended?.eventType, 'Ended');
  assert.deepEqual(ended?.evse, { id: 1, connectorId: 1 });
  assert.equal(Object(ended?.idToken).idToken, CARD.idToken);
});
