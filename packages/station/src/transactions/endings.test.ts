import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, startSession } from '../testing/sessions.ts';

const QUIET = { 'SampledDataCtrlr.TxUpdatedInterval': '0' } as const;

interface Ending {
  readonly id: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly end: (bench: Bench) => unknown;
  /** `eventType triggerReason stoppedReason` of what follows. */
  readonly events: readonly string[];
}

const idOf = (bench: Bench) => eventsOf(bench)[0]?.transactionInfo.transactionId;
const remoteStop = (bench: Bench) =>
  bench.csms.call('RequestStopTransaction', { transactionId: idOf(bench) });

/** The table of typical endings. */
const ENDINGS: readonly Ending[] = [
  {
    id: 'TC_E_06_CS, TC_E_15_CS: the token again',
    end: ({ station }) => station.swipe(CARD, 1),
    events: ['Ended StopAuthorized Local'],
  },
  {
    id: 'TC_E_07_CS: the token again, stop point PowerPathClosed',
    variables: { 'TxCtrlr.TxStopPoint': 'PowerPathClosed' },
    end: ({ station }) => station.swipe(CARD, 1),
    events: ['Ended StopAuthorized Local'],
  },
  {
    id: 'TC_E_08_CS: the token again, stop point EnergyTransfer',
    variables: { 'TxCtrlr.TxStopPoint': 'EnergyTransfer' },
    end: ({ station }) => station.swipe(CARD, 1),
    events: ['Ended StopAuthorized Local'],
  },
  {
    id: 'TC_E_14_CS: the token again, stop point EVConnected',
    variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' },
    end: ({ station }) => {
      station.swipe(CARD, 1);
      station.plugOut(1);
    },
    events: ['Updated StopAuthorized', 'Ended EVCommunicationLost Local'],
  },
  {
    id: 'TC_E_21_CS: RequestStopTransaction',
    end: remoteStop,
    events: ['Ended RemoteStop Remote'],
  },
  {
    id: 'TC_E_35_CS: RequestStopTransaction, stop point PowerPathClosed',
    variables: { 'TxCtrlr.TxStopPoint': 'PowerPathClosed' },
    end: remoteStop,
    events: ['Ended RemoteStop Remote'],
  },
  {
    id: 'F03: RequestStopTransaction, stop point EVConnected',
    variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' },
    end: async (bench) => {
      await remoteStop(bench);
      while (bench.hardware.evse(1).closed) await bench.clock.settle();
      bench.station.plugOut(1);
    },
    events: ['Updated RemoteStop', 'Ended EVCommunicationLost Remote'],
  },
  {
    id: 'TC_E_20_CS, TC_E_24_CS: unplugged',
    end: ({ station }) => station.plugOut(1),
    events: ['Ended EVCommunicationLost EVDisconnected'],
  },
  {
    id: 'TC_E_17_CS, TC_E_37_CS: unplugged, stop point PowerPathClosed',
    variables: { 'TxCtrlr.TxStopPoint': 'PowerPathClosed' },
    end: ({ station }) => station.plugOut(1),
    events: ['Ended EVCommunicationLost EVDisconnected'],
  },
  {
    id: 'TC_E_22_CS: the vehicle stops, stop point EnergyTransfer',
    variables: { 'TxCtrlr.TxStopPoint': 'EnergyTransfer' },
    end: ({ hardware }) => hardware.setPilot(1, 'B'),
    events: ['Ended ChargingStateChanged StoppedByEV'],
  },
  {
    id: 'B12: Reset(Immediate)',
    end: ({ csms }) => csms.call('Reset', { type: 'Immediate' }),
    events: ['Ended ResetCommand ImmediateReset'],
  },
];

for (const version of ['2.0.1', '2.1'] as const) {
  for (const { id, variables, end, events } of ENDINGS) {
    test(`${version} ${id}`, async () => {
      await using bench = await startBench(version, { variables: { ...QUIET, ...variables } });
      await startSession(bench);
      await bench.answered();
      const before = eventsOf(bench).length;
      await end(bench);
      const { length } = events;
      while (eventsOf(bench).length < before + length) await bench.clock.settle();
      assert.deepEqual(
        eventsOf(bench)
          .slice(before)
          .map(({ eventType, triggerReason, transactionInfo: { stoppedReason } }) =>
            [eventType, triggerReason, stoppedReason ?? []].flat().join(' '),
          ),
        events,
      );
    });
  }

  test(`${version} TC_E_28_CS to TC_E_34_CS: GetTransactionStatus`, async () => {
    await using bench = await startBench(version, { variables: QUIET });
    await startSession(bench);
    await bench.answered();
    const { csms, station } = bench;
    const transactionId = idOf(bench);
    const status = (request: Record<string, unknown>) => csms.call('GetTransactionStatus', request);
    const nothing = { ongoingIndicator: false, messagesInQueue: false };
    assert.deepEqual(await status({ transactionId: 'stranger' }), nothing, '28');
    const ongoing = { ongoingIndicator: true, messagesInQueue: false };
    assert.deepEqual(await status({ transactionId }), ongoing, '30');
    assert.deepEqual(await status({}), { messagesInQueue: false }, '34');
    // The CSMS fails to take what follows.
    csms.answers.set('TransactionEvent', () => {
      throw new Error('not now');
    });
    bench.hardware.setPilot(1, 'B');
    const queued = { ongoingIndicator: true, messagesInQueue: true };
    assert.deepEqual(await status({ transactionId }), queued, '29');
    assert.deepEqual(await status({}), { messagesInQueue: true }, '33');
    station.swipe(CARD, 1);
    const ended = { ongoingIndicator: false, messagesInQueue: true };
    assert.deepEqual(await status({ transactionId }), ended, '31');
  });
}
