import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import { ecdsaMeterSigner } from './node/ecdsa-meter-signer.ts';
import { memoryStorage } from './nvm/memory.ts';
import { CARD } from './testing/bench.ts';
import { VirtualBench, type VirtualBenchOptions } from './testing/virtual-bench.ts';
import type { WatchdogTimer } from './watchdog/watchdog-timer.ts';

/** How a reason comes about: a station, and what happens to it. */
interface Story {
  readonly options?: VirtualBenchOptions;
  play(bench: VirtualBench): Promise<void>;
  /** What must be true of an event with the reason. */
  readonly says?: Readonly<Record<string, unknown>>;
}

/** Why no story of this build produces it. */
type Missing = string;

const variables = (values: Record<string, string>): Pick<Story, 'options'> => ({
  options: { variables: values },
});

async function plugIn(bench: VirtualBench): Promise<void> {
  bench.station.plugIn(1);
  await bench.pass(1_000);
}

async function swipe(bench: VirtualBench, idToken: string = CARD.idToken): Promise<void> {
  bench.station.swipe({ idToken, type: 'ISO14443' }, 1);
  await bench.pass(1_000);
}

async function charge(bench: VirtualBench): Promise<void> {
  await plugIn(bench);
  await swipe(bench);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
}

async function command(bench: VirtualBench, action: string, payload: object): Promise<void> {
  const id = bench.command(action, payload);
  await bench.pass(5_000);
  const answer = bench.network.answers.get(id);
  assert.equal(answer?.[0], 3, `${action} is answered with ${JSON.stringify(answer)}`);
}

const then =
  (...steps: readonly ((bench: VirtualBench) => unknown)[]) =>
  async (bench: VirtualBench): Promise<void> => {
    for (const step of steps) {
      await step(bench);
      await bench.pass(1_000);
    }
  };

const faulted = (code: string): Story => ({
  play: then(charge, ({ station }) => station.fault(1, code)),
});

const limited = (limit: Ocpp21.TransactionLimitType, stop = 'Authorized'): Story => ({
  ...variables({ 'TxCtrlr.TxStopPoint': stop }),
  play: then(
    charge,
    ({ station }) => station.limit(1, limit),
    (bench) => bench.pass(900_000),
  ),
});

/** SoC rises only because the test says so: the watch looks again when the power changes. */
const limitedSoC = (stop = 'Authorized'): Story => ({
  ...variables({ 'TxCtrlr.TxStopPoint': stop }),
  play: then(
    charge,
    ({ station }) => station.limit(1, { maxSoC: 80 }),
    ({ hardware }) => {
      hardware.socPercent = 80;
    },
    (bench) => bench.pass(900_000),
  ),
});

const limitedCost = (stop = 'Authorized'): Story => ({
  ...variables({ 'TxCtrlr.TxStopPoint': stop }),
  play: then(
    charge,
    ({ station }) => station.limit(1, { maxCost: 5 }),
    (bench) =>
      command(bench, 'CostUpdated', {
        totalCost: 5,
        transactionId: bench.office.openAt(1),
      }),
  ),
});

const bay: Story['options'] = {
  variables: {
    'TxCtrlr.TxStartPoint': 'ParkingBayOccupancy',
    'TxCtrlr.TxStopPoint': 'ParkingBayOccupancy',
  },
};

const resumed: Story = {
  ...variables({ 'TxCtrlr.ResumptionTimeout': '300' }),
  play: then(charge, (bench) => bench.cutPower(10_000)),
};

/** The register of a watchdog that has bitten while the power was on. */
const BITTEN: WatchdogTimer = {
  start: () => undefined,
  feed: () => undefined,
  stop: () => undefined,
  hasBitten: () => true,
  acknowledge: () => undefined,
};

const rebooted: Story = {
  options: { ports: { watchdog: BITTEN } },
  play: then(charge, (bench) => bench.cutPower(1_000)),
};

const TRIGGERS_201 = {
  Authorized: { play: charge },
  CablePluggedIn: { ...variables({ 'TxCtrlr.TxStartPoint': 'EVConnected' }), play: plugIn },
  ChargingRateChanged: {
    play: then(charge, ({ station }) =>
      station.setExternalLimit({ source: 'EMS', limit: 10, unit: 'A' }),
    ),
  },
  ChargingStateChanged: { play: charge },
  Deauthorized: { play: then(plugIn, (bench) => swipe(bench, 'STRANGER')) },
  EnergyLimitReached: limited({ maxEnergy: 500 }),
  EVCommunicationLost: { play: then(charge, ({ station }) => station.plugOut(1)) },
  EVConnectTimeout: {
    ...variables({ 'TxCtrlr.TxStartPoint': 'Authorized' }),
    play: then(swipe, (bench) => bench.pass(61_000)),
  },
  MeterValueClock: {
    ...variables({ 'AlignedDataCtrlr.Interval': '900' }),
    play: then(charge, (bench) => bench.pass(900_000)),
  },
  MeterValuePeriodic: {
    ...variables({ 'SampledDataCtrlr.TxUpdatedInterval': '60' }),
    play: then(charge, (bench) => bench.pass(60_000)),
  },
  RemoteStart: {
    play: then(plugIn, (bench) =>
      command(bench, 'RequestStartTransaction', {
        evseId: 1,
        remoteStartId: 5,
        idToken: { idToken: 'REMOTE', type: 'Central' },
      }),
    ),
    says: { remoteStartId: 5 },
  },
  RemoteStop: {
    play: then(charge, (bench) =>
      command(bench, 'RequestStopTransaction', { transactionId: bench.office.openAt(1) }),
    ),
    says: { stoppedReason: 'Remote' },
  },
  ResetCommand: {
    play: then(charge, (bench) => command(bench, 'Reset', { type: 'Immediate' })),
    says: { stoppedReason: 'ImmediateReset' },
  },
  SignedDataReceived: {
    options: {
      variables: { 'TxCtrlr.TxStartPoint': 'DataSigned' },
      ports: { meterSigner: ecdsaMeterSigner(memoryStorage().values) },
    },
    play: charge,
  },
  StopAuthorized: { play: then(charge, swipe), says: { stoppedReason: 'Local' } },
  TimeLimitReached: limited({ maxTime: 300 }),
  Trigger: {
    play: then(charge, (bench) =>
      command(bench, 'TriggerMessage', { requestedMessage: 'TransactionEvent' }),
    ),
  },
  UnlockCommand:
    'F05.FR.02: nothing is unlocked during an authorized transaction, and no other changes by it',
  AbnormalCondition: faulted('CX002'),
  EVDeparted: {
    options: bay,
    play: then(
      ({ station }) => station.bay(1, true),
      ({ station }) => station.bay(1, false),
    ),
  },
  EVDetected: { options: bay, play: then(({ station }) => station.bay(1, true)) },
} as const satisfies Record<Ocpp201.TriggerReasonEnumType, Story | Missing>;

const TRIGGERS_21 = {
  ...TRIGGERS_201,
  CostLimitReached: { ...limitedCost(), says: { chargingState: 'SuspendedEVSE' } },
  LimitSet: limited({ maxEnergy: 500 }),
  SoCLimitReached: { ...limitedSoC(), says: { chargingState: 'SuspendedEVSE' } },
  TxResumed: resumed,
  OperationModeChanged: 'with bidirectional charging (Q)',
  RunningCost: 'with tariffs (I): a station without them knows no cost of its own',
  TariffChanged: 'with tariffs (I)',
  TariffNotAccepted: 'with tariffs (I)',
} as const satisfies Record<Ocpp21.TriggerReasonEnumType, Story | Missing>;

const byMasterPass: Story = {
  ...variables({ 'AuthCtrlr.MasterPassGroupId': 'MASTERS' }),
  play: async (bench) => {
    await charge(bench);
    bench.answers.set('Authorize', () => ({
      idTokenInfo: { status: 'Accepted', groupIdToken: { idToken: 'MASTERS', type: 'Central' } },
    }));
    await swipe(bench, 'FIREMAN');
  },
};

const REASONS_201 = {
  DeAuthorized: TRIGGERS_201.Deauthorized,
  EmergencyStop: faulted('CX008'),
  EnergyLimitReached: limited({ maxEnergy: 500 }, 'EnergyTransfer'),
  EVDisconnected: TRIGGERS_201.EVCommunicationLost,
  GroundFault: faulted('CX002'),
  ImmediateReset: TRIGGERS_201.ResetCommand,
  Local: TRIGGERS_201.StopAuthorized,
  LocalOutOfCredit: {
    ...limitedCost('EnergyTransfer'),
    says: { triggerReason: 'EnergyLimitReached' },
  },
  MasterPass: byMasterPass,
  Other: faulted('CX014'),
  OvercurrentFault: faulted('CX004'),
  PowerLoss: { play: then(charge, (bench) => bench.cutPower(1_000)) },
  PowerQuality: faulted('CX005'),
  Reboot: rebooted,
  Remote: TRIGGERS_201.RemoteStop,
  SOCLimitReached: {
    ...limitedSoC('EnergyTransfer'),
    says: { triggerReason: 'EnergyLimitReached' },
  },
  StoppedByEV: {
    ...variables({ 'TxCtrlr.TxStopPoint': 'EnergyTransfer' }),
    play: then(charge, ({ hardware }) => hardware.setPilot(1, 'B')),
  },
  TimeLimitReached: limited({ maxTime: 300 }, 'EnergyTransfer'),
  Timeout: TRIGGERS_201.EVConnectTimeout,
} as const satisfies Record<Ocpp201.ReasonEnumType, Story | Missing>;

const REASONS_21 = {
  ...REASONS_201,
  LocalOutOfCredit: {
    ...limitedCost('EnergyTransfer'),
    says: { triggerReason: 'CostLimitReached' },
  },
  SOCLimitReached: { ...limitedSoC('EnergyTransfer'), says: { triggerReason: 'SoCLimitReached' } },
  ReqEnergyTransferRejected: 'with ISO 15118 and bidirectional charging (K18, K19, Q01)',
} as const satisfies Record<Ocpp21.ReasonEnumType, Story | Missing>;

const reset16 = (type: string): Story => ({
  play: then(charge, (bench) => command(bench, 'Reset', { type })),
});

const REASONS_16 = {
  DeAuthorized: TRIGGERS_201.Deauthorized,
  EmergencyStop: REASONS_201.EmergencyStop,
  EVDisconnected: TRIGGERS_201.EVCommunicationLost,
  HardReset: reset16('Hard'),
  Local: { play: then(charge, swipe) },
  Other: REASONS_201.Other,
  PowerLoss: REASONS_201.PowerLoss,
  Reboot: REASONS_201.Reboot,
  Remote: {
    play: then(charge, (bench) =>
      command(bench, 'RemoteStopTransaction', { transactionId: bench.office.openAt(1) }),
    ),
  },
  SoftReset: reset16('Soft'),
  UnlockCommand: {
    play: then(charge, (bench) => command(bench, 'UnlockConnector', { connectorId: 1 })),
  },
} as const satisfies Record<Ocpp16.StopTransactionReason, Story | Missing>;

const TABLES = [
  { version: '2.0.1', field: 'triggerReason', table: TRIGGERS_201 },
  { version: '2.1', field: 'triggerReason', table: TRIGGERS_21 },
  { version: '2.0.1', field: 'stoppedReason', table: REASONS_201 },
  { version: '2.1', field: 'stoppedReason', table: REASONS_21 },
  { version: '1.6', field: 'reason', table: REASONS_16 },
] as const;

for (const { version, field, table } of TABLES) {
  const missing = Object.entries(table).flatMap(([reason, story]) =>
    typeof story === 'string' ? [reason] : [],
  );
  test(`${version}: every ${field} but ${missing.join(', ') || 'none'} has its story`, async () => {
    for (const [reason, story] of Object.entries<Story | Missing>(table)) {
      if (typeof story === 'string') continue;
      const bench = new VirtualBench(version, story.options);
      await bench.begin();
      await story.play(bench);
      const events = bench
        .got(version === '1.6' ? 'StopTransaction' : 'TransactionEvent')
        .map(({ transactionInfo, ...rest }) => ({ ...rest, ...Object(transactionInfo) }));
      const found = events.find((event) => event[field] === reason);
      assert.ok(found, `${reason}: ${JSON.stringify(events.map((event) => event[field]))}`);
      for (const [name, value] of Object.entries(story.says ?? {})) {
        assert.deepEqual(found[name], value, `${reason} says ${name}`);
      }
      await bench.end();
    }
  });
}
