import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { isAllowed16 } from './dialects/ocpp16/status.ts';
import { createStation } from './station.ts';
import { BenchHardware } from './testing/bench-hardware.ts';
import { ScriptedNetwork } from './testing/scripted-network.ts';

const CARDS = ['A', 'B'].map((idToken) => ({ idToken, type: 'ISO14443' }));

/** What may happen to a station, in any order. */
const HAPPENING = fc.oneof(
  fc.constantFrom(
    'plugIn',
    'plugOut',
    'swipeA',
    'swipeB',
    'networkDown',
    'networkUp',
    'fault',
    'clearFault',
    'powerCut',
    'longPowerCut',
    'remoteStart',
    'inoperative',
    'operative',
    'reset',
    'sleep',
    'wake',
    'bayOccupied',
    'bayVacated',
    'limit',
    'resumableReset',
    'clearCache',
    'fullList',
    'emptyList',
    'reserveForA',
    'reserveAny',
    'cancelReservation',
  ),
);

const POINT_NAMES = ['EVConnected', 'Authorized', 'PowerPathClosed', 'EnergyTransfer'];

const START_POINTS = fc.subarray(['ParkingBayOccupancy', ...POINT_NAMES], { minLength: 1 });

const STOP_POINTS = fc.subarray(POINT_NAMES, {
  minLength: 1,
});

const STORY = fc.record({
  version: fc.constantFrom<Version>('1.6', '2.0.1', '2.1'),
  startPoint: START_POINTS,
  stopPoint: STOP_POINTS,
  stopOnDisconnect: fc.boolean(),
  resumes: fc.boolean(),
  stopOnInvalid: fc.boolean(),
  localPreAuthorize: fc.boolean(),
  seed: fc.nat(),
  happenings: fc.array(fc.record({ what: HAPPENING, afterS: fc.integer({ min: 0, max: 120 }) }), {
    minLength: 5,
    maxLength: 40,
  }),
});

type Story = typeof STORY extends fc.Arbitrary<infer T> ? T : never;

/** Plays a story to its end: everybody leaves, the network is up, the queue is empty. */
async function play(story: Story): Promise<ScriptedNetwork> {
  const clock = new VirtualClock();
  const random = seededRandom(story.seed);
  let transactionIds = 0;
  let numbers = 0;
  const network = new ScriptedNetwork(clock, SUBPROTOCOLS[story.version], (action, payload) => {
    // Now and then the CSMS is silent, or fails; the boot it answers.
    const mood = random.next();
    if (action !== 'BootNotification' && mood < 0.05) {
      // A status that waits behind a silence may die in the queue: 1.6's table of transitions can
      // only be held against a CSMS that talks.
      return mood < 0.02 && story.version !== '1.6' ? 'silence' : 'error';
    }
    const status = mood > 0.9 ? 'Invalid' : 'Accepted';
    const info = { status, ...(mood > 0.5 && GROUP[story.version]) };
    switch (action) {
      case 'BootNotification':
        return { status: 'Accepted', currentTime: '2026-01-01T00:00:00Z', interval: 600 };
      case 'Heartbeat':
        return { currentTime: new Date(clock.epochMs()).toISOString() };
      case 'Authorize':
        return story.version === '1.6' ? { idTagInfo: info } : { idTokenInfo: info };
      case 'TransactionEvent':
        return payload.idToken === undefined ? {} : { idTokenInfo: info };
      case 'StartTransaction':
        return { transactionId: ++transactionIds, idTagInfo: info };
      default:
        return {};
    }
  });
  const hardware = new BenchHardware(clock, 1);
  const station = createStation(
    {
      identity: 'S',
      url: 'ws://csms/ocpp',
      versions: [story.version],
      vendor: 'V',
      model: 'M',
      evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
      variables: {
        'AuthCtrlr.LocalPreAuthorize': String(story.localPreAuthorize),
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
        'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '100',
        'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '1',
        'TxCtrlr.MaxEnergyOnInvalidId': '100',
        'TxCtrlr.StopTxOnInvalidId': String(story.stopOnInvalid),
        'TxCtrlr.StopTxOnEVSideDisconnect': String(story.stopOnDisconnect),
        'TxCtrlr.TxBeforeAcceptedEnabled': 'true',
        'TxCtrlr.ResumptionTimeout': story.resumes ? '120' : '0',
        'TxCtrlr.AllowEnergyTransferResumption': 'true',
        'TxCtrlr.EnergyTransferResumptionRandomRange': '30',
        'TxCtrlr.TxStartPoint': story.startPoint.join(),
        // What begins in the bay ends there: other pairs leave transactions open.
        'TxCtrlr.TxStopPoint': story.startPoint.includes('ParkingBayOccupancy')
          ? ['ParkingBayOccupancy', ...story.stopPoint].join()
          : story.stopPoint.join(),
      },
    },
    { clock, random: seededRandom(story.seed + 1), dialer: network.dialer, hardware },
  );
  const commands = new Map<string, () => unknown>([
    ['plugIn', () => hardware.evse(1).pilot === 'A' && station.plugIn(1)],
    ['plugOut', () => station.plugOut(1)],
    ['swipeA', () => station.swipe(CARDS[0] ?? assert.fail(), 1)],
    ['swipeB', () => station.swipe(CARDS[1] ?? assert.fail())],
    ['networkDown', () => setUp(network, false)],
    ['networkUp', () => setUp(network, true)],
    ['fault', () => station.fault(1, 'CX001')],
    ['clearFault', () => station.clearFault(1)],
    ['powerCut', () => cut()],
    ['remoteStart', () => remoteStart(network, story.version)],
    ['inoperative', () => operate(network, story.version, 'Inoperative')],
    ['operative', () => operate(network, story.version, 'Operative')],
    ['bayOccupied', () => station.bay(1, true)],
    ['bayVacated', () => station.bay(1, false)],
    ['limit', () => station.limit(1, { maxEnergy: 300, maxTime: 90 })],
    [
      'resumableReset',
      () => story.version === '2.1' && network.command('Reset', { type: 'ImmediateAndResume' }),
    ],
    ['longPowerCut', () => cut(200)],
    ['reset', () => network.command('Reset', RESETS[story.version])],
    ['sleep', () => doze(hardware, false)],
    ['wake', () => doze(hardware, true)],
    ['clearCache', () => network.command('ClearCache', {})],
    ['fullList', () => network.command('SendLocalList', fullList(story.version, ++numbers))],
    ['emptyList', () => network.command('SendLocalList', emptyList(story.version, ++numbers))],
    ['reserveForA', () => reserve(network, clock, story.version, ++numbers, 1)],
    ['reserveAny', () => reserve(network, clock, story.version, ++numbers, undefined)],
    ['cancelReservation', () => network.command('CancelReservation', { reservationId: numbers })],
  ]);
  const cut = async (forS = 0) => {
    station.powerCut();
    await clock.advance(forS * 1000);
    await station.start();
  };
  await station.start();
  await clock.advance(1_000);
  for (const { what, afterS } of story.happenings) {
    await commands.get(what)?.();
    await clock.advance(afterS * 1000);
    const isBilled = station.state().evses[0]?.transactionId !== undefined;
    assert.ok(isBilled || !hardware.evse(1).closed, `energy in no transaction after ${what}`);
  }
  setUp(network, true);
  station.clearFault(1);
  station.plugOut(1);
  station.bay(1, true);
  station.bay(1, false);
  // Whoever is authorized without a vehicle gives up; every retry comes to its turn.
  await clock.advance(4 * 3_600_000);
  const state = station.state();
  assert.equal(state.queuedEvents, 0, 'the queue is empty');
  assert.equal(hardware.evse(1).closed, false, 'the contactor is open');
  const states = state.evses[0]?.connectors.map(({ availabilityState }) => availabilityState);
  assert.ok(
    states?.every((word) => word === 'Available' || word === 'Unavailable'),
    `${states}`,
  );
  const stopped = station.stop();
  await clock.advance(1_000);
  await stopped;
  return network;
}

/** Sometimes the CSMS says that all cards are of one family. */
const GROUP = {
  '1.6': { parentIdTag: 'G' },
  '2.0.1': { groupIdToken: { idToken: 'G', type: 'Central' } },
  '2.1': { groupIdToken: { idToken: 'G', type: 'Central' } },
};

function fullList(version: Version, number: number): object {
  if (version === '1.6') {
    const entries = [
      { idTag: 'A', idTagInfo: { status: 'Accepted' } },
      { idTag: 'B', idTagInfo: { status: 'Blocked' } },
    ];
    return { listVersion: number, updateType: 'Full', localAuthorizationList: entries };
  }
  const [a, b] = CARDS;
  const entries = [
    { idToken: a, idTokenInfo: { status: 'Accepted' } },
    { idToken: b, idTokenInfo: { status: 'Blocked' } },
  ];
  return { versionNumber: number, updateType: 'Full', localAuthorizationList: entries };
}

function emptyList(version: Version, number: number): object {
  return { [version === '1.6' ? 'listVersion' : 'versionNumber']: number, updateType: 'Full' };
}

/** For A and its family, for five minutes. */
function reserve(
  network: ScriptedNetwork,
  clock: VirtualClock,
  version: Version,
  id: number,
  evseId: number | undefined,
): void {
  const expiry = new Date(clock.epochMs() + 300_000).toISOString();
  if (version === '1.6') {
    network.command('ReserveNow', {
      reservationId: id,
      connectorId: evseId ?? 0,
      expiryDate: expiry,
      idTag: 'A',
      parentIdTag: 'G',
    });
  } else {
    network.command('ReserveNow', {
      id,
      expiryDateTime: expiry,
      idToken: CARDS[0] ?? assert.fail(),
      groupIdToken: GROUP[version].groupIdToken,
      ...(evseId !== undefined && { evseId }),
    });
  }
}

const RESETS = {
  '1.6': { type: 'Soft' },
  '2.0.1': { type: 'Immediate' },
  '2.1': { type: 'OnIdle' },
};

function setUp(network: ScriptedNetwork, up: boolean): void {
  network.up = up;
}

function doze(hardware: BenchHardware, awake: boolean): void {
  hardware.vehiclesAwake = awake;
}

function remoteStart(network: ScriptedNetwork, version: Version): void {
  if (version === '1.6') network.command('RemoteStartTransaction', { idTag: 'R' });
  else {
    const idToken = { idToken: 'R', type: 'Central' };
    network.command('RequestStartTransaction', { remoteStartId: 1, idToken });
  }
}

function operate(network: ScriptedNetwork, version: Version, status: string): void {
  if (version === '1.6') network.command('ChangeAvailability', { connectorId: 1, type: status });
  else network.command('ChangeAvailability', { operationalStatus: status });
}

test('whatever happens, in whatever order, the CSMS gets every transaction whole', async () => {
  await fc.assert(
    fc.asyncProperty(STORY, async (story) => {
      const { received } = await play(story);
      checkReservations(received);
      if (story.version === '1.6') checkSessions16(received);
      else checkSeqNos(received);
    }),
    runs(60),
  );
});

type Received = ScriptedNetwork['received'];

/** Each is used once or ends once, never both; repeated messages are retries. */
function checkReservations(received: Received): void {
  const ends = new Map<unknown, string>();
  for (const { action, id, payload } of received) {
    const { reservationId } = payload;
    if (reservationId === undefined) continue;
    const end = action === 'ReservationStatusUpdate' ? String(payload.reservationUpdateStatus) : id;
    assert.ok([undefined, end].includes(ends.get(reservationId)), `reservation ${reservationId}`);
    ends.set(reservationId, end);
  }
}

/** From Started with 0 to Ended, no number left out; repeated ones are retries of the same message. */
function checkSeqNos(received: Received): void {
  const ids = new Map<string, number>();
  const transactions = new Map<string, { seqNo: number; ended: boolean }>();
  for (const { action, id, payload } of received) {
    if (action !== 'TransactionEvent') continue;
    const { transactionInfo, seqNo, eventType } = payload;
    const { transactionId } = Object(transactionInfo);
    const before = transactions.get(transactionId);
    if (ids.has(id)) {
      assert.equal(seqNo, ids.get(id), 'a retry keeps its seqNo');
      continue;
    }
    ids.set(id, Number(seqNo));
    assert.equal(seqNo, before === undefined ? 0 : before.seqNo + 1, 'no number is left out');
    assert.equal(eventType === 'Started', before === undefined);
    assert.notEqual(before?.ended, true, 'nothing comes after Ended');
    transactions.set(transactionId, { seqNo: Number(seqNo), ended: eventType === 'Ended' });
  }
  assert.ok(
    [...transactions.values()].every(({ ended }) => ended),
    'every transaction ended',
  );
}

/** Start, values, stop; statuses by the table of 1.6. */
function checkSessions16(received: Received): void {
  const stopped = new Set<unknown>();
  const statuses = new Map<unknown, string>();
  for (const { action, payload } of received) {
    if (action === 'MeterValues' && payload.transactionId !== undefined) {
      assert.ok(!stopped.has(payload.transactionId), 'no values after the end');
    }
    if (action === 'StopTransaction') stopped.add(payload.transactionId);
    if (action === 'BootNotification') statuses.clear();
    if (action === 'StatusNotification') checkStatus16(statuses, payload);
  }
}

function checkStatus16(statuses: Map<unknown, string>, payload: Record<string, unknown>): void {
  const { connectorId, status } = payload;
  const before = statuses.get(connectorId);
  const [from, to] = [
    STATUSES.find((one) => one === before),
    STATUSES.find((one) => one === status),
  ];
  assert.ok(to !== undefined);
  assert.ok(
    from === undefined || isAllowed16(from, to),
    `connector ${connectorId}: ${from} to ${to}`,
  );
  statuses.set(connectorId, to);
}

const STATUSES = [
  'Available',
  'Preparing',
  'Charging',
  'SuspendedEV',
  'SuspendedEVSE',
  'Finishing',
  'Reserved',
  'Unavailable',
  'Faulted',
] as const;
