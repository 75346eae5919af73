import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS, type Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation } from '../station.ts';
import { BenchHardware } from '../testing/bench-hardware.ts';
import { ScriptedNetwork } from '../testing/scripted-network.ts';

const MINUTE_MS = 60_000;

/** What a CSMS knows of connector 1 from a message; undefined from another one. */
function stateIn(action: string, payload: Record<string, unknown>): string | undefined {
  if (action === 'StatusNotification') {
    return payload.connectorId === 1
      ? String(payload.status ?? payload.connectorStatus)
      : undefined;
  }
  if (action !== 'NotifyEvent' || !Array.isArray(payload.eventData)) return undefined;
  const about = payload.eventData.find(
    ({ component, variable }) =>
      variable.name === 'AvailabilityState' && component.evse.connectorId === 1,
  );
  return about?.actualValue;
}

function oneConnector(version: Version, clock: VirtualClock, network: ScriptedNetwork) {
  return createStation(
    {
      identity: 'S',
      url: 'ws://csms/ocpp',
      versions: [version],
      vendor: 'V',
      model: 'M',
      evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
      variables: { 'TxCtrlr.TxStartPoint': 'PowerPathClosed' },
    },
    {
      clock,
      random: seededRandom(1),
      dialer: network.dialer,
      hardware: new BenchHardware(clock, 1),
    },
  );
}

for (const version of VERSIONS) {
  test(`${version}: a status that the CSMS did not answer is told again while the link lives`, async () => {
    const clock = new VirtualClock();
    let isDeaf = false;
    let believed: string | undefined;
    const network = new ScriptedNetwork(clock, SUBPROTOCOLS[version], (action, payload) => {
      const state = stateIn(action, payload);
      if (state !== undefined && isDeaf) return 'silence';
      believed = state ?? believed;
      if (action === 'BootNotification') {
        const currentTime = new Date(clock.epochMs()).toISOString();
        return { status: 'Accepted', currentTime, interval: 86_400 };
      }
      return action === 'Heartbeat' ? { currentTime: new Date(clock.epochMs()).toISOString() } : {};
    });
    const station = oneConnector(version, clock, network);
    await station.start();
    await clock.advance(MINUTE_MS);
    assert.equal(believed, 'Available');
    isDeaf = true;
    station.plugIn(1);
    await clock.advance(10 * MINUTE_MS);
    assert.equal(believed, 'Available');
    isDeaf = false;
    await clock.advance(3 * MINUTE_MS);
    assert.equal(believed, version === '1.6' ? 'Preparing' : 'Occupied');
    const stopped = station.stop();
    await clock.advance(1_000);
    await stopped;
  });
}

test('1.6: a connector that a token is held to is Preparing from that moment, and Available from the refusal', async () => {
  const clock = new VirtualClock();
  const now = (): string => new Date(clock.epochMs()).toISOString();
  const told: (readonly [status: unknown, timestamp: unknown])[] = [];
  const network = new ScriptedNetwork(clock, SUBPROTOCOLS['1.6'], (action, payload) => {
    if (action === 'StatusNotification' && payload.connectorId === 1) {
      told.push([payload.status, payload.timestamp]);
    }
    if (action === 'BootNotification') {
      return { status: 'Accepted', currentTime: now(), interval: 86_400 };
    }
    if (action === 'Heartbeat') return { currentTime: now() };
    return action === 'Authorize' ? { idTagInfo: { status: 'Blocked' } } : {};
  });
  const station = oneConnector('1.6', clock, network);
  await station.start();
  await clock.advance(10 * MINUTE_MS);
  told.length = 0;
  const presentedAt = clock.epochMs();
  station.swipe({ idToken: 'CARD', type: 'ISO14443' }, 1);
  await clock.advance(MINUTE_MS);
  assert.deepEqual(
    told.map(([status]) => status),
    ['Preparing', 'Available'],
  );
  for (const [, timestamp] of told) {
    const lateMs = Date.parse(String(timestamp)) - presentedAt;
    assert.ok(lateMs >= 0 && lateMs < MINUTE_MS, `${timestamp}`);
  }
  const stopped = station.stop();
  await clock.advance(1_000);
  await stopped;
});
