import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2 } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';
import type { TransactionView } from '../views.ts';

const VALID = { idToken: 'VALID', type: 'ISO14443' } as const;
const SAME_GROUP = { idToken: 'SAME-GROUP', type: 'ISO14443' } as const;
const BLOCKED = { idToken: 'BLOCKED', type: 'ISO14443' } as const;
const MASTER = { idToken: 'MASTER', type: 'ISO14443' } as const;
const STRANGER = { idToken: 'STRANGER', type: 'ISO14443' } as const;
const EVSE = { id: 1, connectorId: 1 };

type Event = Partial<Ocpp21.TransactionEventRequest> & {
  readonly info?: Partial<Ocpp21.TransactionType>;
};
type Told = readonly [
  eventType: Ocpp21.TransactionEventEnumType,
  triggerReason: Ocpp21.TriggerReasonEnumType,
  event?: Event,
  /** What the answer says of the token in it. */
  status?: string,
];

interface Case {
  readonly ids: string;
  readonly told: readonly Told[];
  readonly shows: Partial<TransactionView>;
}

const state = (chargingState: Ocpp21.ChargingStateEnumType, more: Event = {}): Event => ({
  ...more,
  info: { chargingState, ...more.info },
});
const stopped = (stoppedReason: Ocpp21.ReasonEnumType, more: Event = {}): Event => ({
  ...more,
  info: { stoppedReason, ...more.info },
});

const authorized: Told = ['Started', 'Authorized', { idToken: VALID, evse: EVSE }, 'Accepted'];
const pluggedIn: Told = ['Started', 'CablePluggedIn', state('EVConnected', { evse: EVSE })];
const swiped: Told = ['Updated', 'Authorized', { idToken: VALID }, 'Accepted'];
const charging: Told = ['Updated', 'ChargingStateChanged', state('Charging', { evse: EVSE })];
const session: readonly Told[] = [pluggedIn, swiped, charging];

const underWay = { evseId: 1, idToken: 'VALID', chargingState: 'Charging' } as const;

/** Of 2.0.1; 2.1 has them too. */
const CASES: readonly Case[] = [
  {
    ids: 'TC_E_01_CSMS, TC_E_02_CSMS',
    told: [
      [
        'Started',
        'ChargingStateChanged',
        state('Charging', { evse: EVSE, idToken: VALID }),
        'Accepted',
      ],
    ],
    shows: underWay,
  },
  { ids: 'TC_E_03_CSMS', told: session, shows: underWay },
  {
    ids: 'TC_E_04_CSMS',
    told: [authorized, ['Updated', 'CablePluggedIn', state('EVConnected')], charging],
    shows: underWay,
  },
  { ids: 'TC_E_09_CSMS', told: [pluggedIn], shows: { evseId: 1, chargingState: 'EVConnected' } },
  { ids: 'TC_E_10_CSMS', told: [authorized], shows: { idToken: 'VALID' } },
  {
    ids: 'TC_E_11_CSMS',
    told: [['Started', 'SignedDataReceived', { evse: EVSE, idToken: VALID }, 'Accepted'], charging],
    shows: underWay,
  },
  { ids: 'TC_E_12_CSMS', told: [['Started', 'EVDetected', { evse: EVSE }]], shows: { evseId: 1 } },
  {
    ids: 'TC_E_07_CSMS, TC_E_15_CSMS',
    told: [
      ...session,
      ['Ended', 'StopAuthorized', stopped('Local', { idToken: VALID }), 'Accepted'],
    ],
    shows: { stoppedReason: 'Local', idToken: 'VALID' },
  },
  {
    ids: 'TC_E_08_CSMS',
    told: [...session, ['Ended', 'ChargingStateChanged', stopped('Local', state('EVConnected'))]],
    shows: { stoppedReason: 'Local', chargingState: 'EVConnected' },
  },
  {
    ids: 'TC_E_14_CSMS, TC_E_17_CSMS, TC_E_20_CSMS',
    told: [...session, ['Ended', 'EVCommunicationLost', stopped('EVDisconnected', state('Idle'))]],
    shows: { stoppedReason: 'EVDisconnected', chargingState: 'Idle' },
  },
  {
    ids: 'TC_E_16_CSMS',
    told: [
      ['Started', 'Authorized', { idToken: STRANGER, evse: EVSE }, 'Unknown'],
      ['Ended', 'Deauthorized', stopped('DeAuthorized')],
    ],
    shows: { idToken: 'STRANGER', stoppedReason: 'DeAuthorized' },
  },
  {
    ids: 'TC_E_19_CSMS',
    told: [...session, ['Ended', 'EVDeparted', stopped('Local')]],
    shows: { stoppedReason: 'Local' },
  },
  {
    ids: 'TC_E_22_CSMS',
    told: [
      ...session,
      ['Ended', 'ChargingStateChanged', stopped('StoppedByEV', state('SuspendedEV'))],
    ],
    shows: { stoppedReason: 'StoppedByEV', chargingState: 'SuspendedEV' },
  },
  {
    ids: 'TC_E_26_CSMS',
    told: [...session, ['Updated', 'EVCommunicationLost', state('Idle')]],
    shows: { ...underWay, chargingState: 'Idle' },
  },
  {
    ids: 'TC_E_38_CSMS',
    told: [pluggedIn, swiped, ['Updated', 'ChargingStateChanged', state('SuspendedEV')]],
    shows: { ...underWay, chargingState: 'SuspendedEV' },
  },
  {
    ids: 'TC_E_39_CSMS',
    told: [authorized, ['Ended', 'EVConnectTimeout', stopped('Timeout')]],
    shows: { stoppedReason: 'Timeout' },
  },
  { ids: 'TC_C_08_CSMS', told: [pluggedIn, swiped], shows: { idToken: 'VALID' } },
  {
    ids: 'TC_C_20_CSMS',
    told: [pluggedIn, ['Updated', 'Authorized', { idToken: STRANGER }, 'Unknown']],
    shows: { idToken: 'STRANGER' },
  },
  {
    ids: 'TC_C_40_CSMS',
    told: [
      ...session,
      ['Ended', 'StopAuthorized', stopped('Local', { idToken: SAME_GROUP }), 'Accepted'],
    ],
    shows: { idToken: 'VALID', stoppedReason: 'Local' },
  },
  {
    ids: 'TC_C_43_CSMS',
    told: [...session, ['Updated', 'StopAuthorized', { idToken: BLOCKED }, 'Blocked']],
    shows: { ...underWay },
  },
  {
    ids: 'TC_C_48_CSMS, TC_C_49_CSMS',
    told: [
      ...session,
      ['Ended', 'StopAuthorized', stopped('MasterPass', { idToken: MASTER }), 'Accepted'],
    ],
    shows: { idToken: 'VALID', stoppedReason: 'MasterPass' },
  },
];

/** Of 2.1 alone. */
const NEW: readonly Case[] = [
  {
    ids: 'TC_E_106_CSMS',
    told: [
      ...session,
      ['Updated', 'LimitSet', { info: { transactionLimit: { maxEnergy: 5000 } } }],
    ],
    shows: underWay,
  },
  {
    ids: 'TC_E_107_CSMS',
    told: [...session, ['Updated', 'LimitSet', { info: { transactionLimit: { maxTime: 600 } } }]],
    shows: underWay,
  },
  {
    ids: 'TC_E_113_CSMS',
    told: [...session, ['Updated', 'TxResumed', state('Charging')]],
    shows: underWay,
  },
];

let under: CsmsUnderTest;

before(async () => {
  under = await csmsUnderTest();
  const { tokens } = under.csms.blocks;
  await tokens.putGroup({ groupIdToken: 'MASTERS', status: 'Accepted', masterPass: true });
  await tokens.putGroup({ groupIdToken: 'FAMILY', status: 'Accepted', masterPass: false });
  await tokens.put({ ...VALID, status: 'Accepted', groupIdToken: 'FAMILY' });
  await tokens.put({ ...SAME_GROUP, status: 'Accepted', groupIdToken: 'FAMILY' });
  await tokens.put({ ...BLOCKED, status: 'Blocked', groupIdToken: 'FAMILY' });
  await tokens.put({ ...MASTER, status: 'Accepted', groupIdToken: 'MASTERS' });
});
after(() => under[Symbol.asyncDispose]());

let stations = 0;

async function booted(subprotocol: 'ocpp2.0.1' | 'ocpp2.1') {
  stations += 1;
  const id = `CS-${stations}`;
  const station = await foreignStation(under.port, id, subprotocol);
  await station.call('BootNotification', boot2);
  return { id, station };
}

function statusIn(answer: unknown): unknown {
  return Object(Object(answer).idTokenInfo).status;
}

/** Sends the events of one transaction, ten seconds apart. */
async function tell(
  station: ForeignStation,
  transactionId: string,
  told: readonly Told[],
): Promise<void> {
  for (const [seqNo, [eventType, triggerReason, event = {}, status]] of told.entries()) {
    const { info, ...more } = event;
    const answer = await station.call('TransactionEvent', {
      eventType,
      triggerReason,
      seqNo,
      timestamp: at(seqNo * 10),
      transactionInfo: { transactionId, ...info },
      ...more,
    });
    assert.equal(statusIn(answer), status, `answer ${seqNo}`);
  }
}

async function viewOf(stationId: string): Promise<readonly TransactionView[]> {
  return (await under.csms.queries.transactions({ stationId, limit: 9 })).items;
}

for (const [subprotocol, cases] of [
  ['ocpp2.0.1', CASES],
  ['ocpp2.1', [...CASES, ...NEW]],
] as const) {
  describe(`sessions of the certification cases in ${subprotocol.slice(4)}`, () => {
    for (const { ids, told, shows } of cases) {
      it(ids, async () => {
        const { id, station } = await booted(subprotocol);
        await using _station = station;
        await tell(station, 'T-1', told);
        const [view, ...others] = await viewOf(id);
        assert.deepEqual(others, []);
        assert.deepEqual({ ...view, ...shows }, view);
        assert.equal(view?.eventCount, told.length);
        const isOver = told.at(-1)?.[0] === 'Ended';
        assert.equal(view.endedAt, isOver ? at((told.length - 1) * 10) : undefined);
        assert.deepEqual(view.missingSeqNos, []);
      });
    }

    it('TC_E_53_CSMS: each transaction begins with number 0', async () => {
      const { id, station } = await booted(subprotocol);
      await using _station = station;
      const ended: Told = ['Ended', 'StopAuthorized', stopped('Local')];
      for (const transactionId of ['T-1', 'T-2'])
        await tell(station, transactionId, [...session, ended]);
      assert.deepEqual(
        (await viewOf(id)).map(({ eventCount, missingSeqNos }) => [eventCount, missingSeqNos]),
        [
          [4, []],
          [4, []],
        ],
      );
    });

    for (const [ids, transactionId] of [
      ['TC_F_01_CSMS', 'T-1'],
      ['TC_F_02_CSMS, TC_F_03_CSMS, TC_F_04_CSMS', undefined],
    ] as const) {
      it(`${ids}: a remote start becomes the transaction that names it`, async () => {
        const { id, station } = await booted(subprotocol);
        await using _station = station;
        if (transactionId !== undefined) await tell(station, transactionId, [pluggedIn]);
        let asked: unknown;
        station.handle('RequestStartTransaction', (payload) => {
          asked = payload;
          return { status: 'Accepted', ...(transactionId === undefined ? {} : { transactionId }) };
        });
        const request = { idToken: VALID, evseId: 1 };
        const { outbox } = under.csms.blocks;
        const sent = await outbox.send(id, 'RequestStartTransaction', request, { by: 'test' });
        assert.equal(sent.state, 'answered');
        const { remoteStartId } = Object(asked);
        assert.ok(Number.isInteger(remoteStartId));
        assert.equal(statusIn(await station.call('Authorize', { idToken: VALID })), 'Accepted');
        const event = { idToken: VALID, evse: EVSE, info: { remoteStartId } };
        if (transactionId === undefined) {
          const started: Told = ['Started', 'RemoteStart', event, 'Accepted'];
          await tell(station, 'T-2', [started, ['Updated', 'EVConnectTimeout']]);
        } else {
          await tell(station, transactionId, [
            pluggedIn,
            ['Updated', 'RemoteStart', event, 'Accepted'],
          ]);
        }
        const [view, ...others] = await viewOf(id);
        assert.deepEqual(others, []);
        assert.deepEqual([view?.idToken, view?.evseId, view?.eventCount], ['VALID', 1, 2]);
      });
    }

    const sample = (context: string, value: number, more: object = {}) => ({
      sampledValue: [{ context, value, ...more }],
    });

    it('TC_J_01_CSMS: values on the clock, without a transaction', async () => {
      const { id, station } = await booted(subprotocol);
      await using _station = station;
      for (const evseId of [0, 1]) {
        const meterValue = [{ timestamp: at(900), ...sample('Sample.Clock', 5) }];
        assert.deepEqual(await station.call('MeterValues', { evseId, meterValue }), {});
      }
      for (const evseId of [0, 1]) {
        const values = await under.csms.queries.meterValues(id, { evseId, limit: 9 });
        assert.deepEqual(
          values.map(({ context, value }) => [context, value]),
          [['Sample.Clock', 5]],
        );
      }
    });

    const signedMeterValue = {
      signedMeterData: 'T0NNRg==',
      signingMethod: 'ECDSA-secp256r1-SHA256',
      encodingMethod: 'OCMF',
      publicKey: '',
    };

    for (const [ids, context, more] of [
      ['TC_J_03_CSMS', 'Sample.Clock', {}],
      ['TC_J_10_CSMS', 'Sample.Periodic', {}],
      ['TC_J_04_CSMS', 'Sample.Clock', { signedMeterValue }],
      ['TC_J_11_CSMS', 'Sample.Periodic', { signedMeterValue }],
    ] as const) {
      it(`${ids}: the end tells every sample`, async () => {
        const { id, station } = await booted(subprotocol);
        await using _station = station;
        const meterValue: readonly object[] = [
          { timestamp: at(0), ...sample('Transaction.Begin', 1000, more) },
          { timestamp: at(10), ...sample(context, 1400, more) },
          { timestamp: at(20), ...sample('Transaction.End', 1500, more) },
        ];
        await station.call('TransactionEvent', {
          eventType: 'Started',
          triggerReason: 'Authorized',
          seqNo: 0,
          timestamp: at(0),
          idToken: VALID,
          evse: EVSE,
          transactionInfo: { transactionId: 'T-1' },
        });
        await station.call('TransactionEvent', {
          eventType: 'Ended',
          triggerReason: 'StopAuthorized',
          seqNo: 1,
          timestamp: at(20),
          transactionInfo: { transactionId: 'T-1', stoppedReason: 'Local' },
          meterValue,
        });
        const [view] = await viewOf(id);
        assert.deepEqual([view?.energyWh, view?.meterStartWh], [500, 1000]);
        const values = await under.csms.queries.transactionMeterValues(view?.id ?? 0, { limit: 9 });
        assert.deepEqual(
          values.items.map(({ context: each }) => each),
          ['Transaction.Begin', context, 'Transaction.End'],
        );
        assert.equal(view?.signatures === undefined, !('signedMeterValue' in more));
      });
    }

    it('TC_J_02_CSMS, TC_J_07_CSMS, TC_J_08_CSMS, TC_J_09_CSMS: values in the events of a transaction', async () => {
      const { id, station } = await booted(subprotocol);
      await using _station = station;
      const value = (context: Ocpp21.ReadingContextEnumType, n: number): Event => ({
        meterValue: [
          {
            timestamp: at(n * 10),
            sampledValue: [{ context, value: 1000 + n * 100 }],
          },
        ],
      });
      await tell(station, 'T-1', [
        ['Started', 'CablePluggedIn', { evse: EVSE, ...value('Transaction.Begin', 0) }],
        swiped,
        ['Updated', 'MeterValueClock', value('Sample.Clock', 2)],
        ['Updated', 'MeterValuePeriodic', value('Sample.Periodic', 3)],
        ['Updated', 'MeterValuePeriodic', value('Sample.Periodic', 4)],
      ]);
      const [view] = await viewOf(id);
      assert.deepEqual([view?.energyWh, view?.meterStartWh, view?.meterLastWh], [400, 1000, 1400]);
    });

    it('TC_P_03_CSMS: custom data is taken, and kept where events are', async () => {
      const { id, station } = await booted(subprotocol);
      await using _station = station;
      const customData = { vendorId: 'com.example', shade: 'blue' };
      await station.call('StatusNotification', {
        timestamp: at(0),
        connectorStatus: 'Available',
        evseId: 1,
        connectorId: 1,
        customData,
      });
      await tell(station, 'T-1', [
        ['Started', 'CablePluggedIn', { evse: EVSE, customData, info: { customData } }],
      ]);
      const [view] = await viewOf(id);
      const { items } = await under.csms.queries.transactionEvents(view?.id ?? 0, { limit: 9 });
      assert.deepEqual(Object(items[0]?.event).customData, customData);
    });

    it('TC_G_01_CSMS: the status of a connector', async () => {
      const { id, station } = await booted(subprotocol);
      await using _station = station;
      for (const connectorStatus of ['Available', 'Occupied'] as const) {
        const status = { timestamp: at(1), connectorStatus, evseId: 1, connectorId: 1 };
        assert.deepEqual(await station.call('StatusNotification', status), {});
        const shown = await under.csms.queries.station(id);
        assert.equal(shown?.evses[0]?.connectors[0]?.availabilityState, connectorStatus);
      }
    });
  });
}
