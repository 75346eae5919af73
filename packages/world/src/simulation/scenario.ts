import { VERSIONS, type Version } from '@northbound/protocol';
import type { Dice } from '../dice.ts';
import type { StationBoard } from '../machines/station-machine.ts';
import { SMALL_SIZES } from './flash-sizes.ts';

const URL = 'ws://csms/ocpp';

/** A station that a seed invents: its version, its flash, its clock and its settings. */
export function drawBoard(dice: Dice, index: number): StationBoard {
  const version: Version = dice.oneOf(...VERSIONS_OF_WORLD);
  const { start, stop } = dice.oneOf(...POINTS);
  const yes = () => String(dice.chance(0.5));
  const evses = Array.from({ length: dice.between(1, 2) }, () => ({
    connectors: [{ type: 'cType2' }],
    maxCurrentA: dice.oneOf(16, 32),
    phases: dice.oneOf<1 | 3>(1, 3),
    voltageV: 230,
  }));
  return {
    evses,
    geometry: { sectorBytes: 1024, sectorCount: dice.oneOf(48, 64, 96), programBytes: 8 },
    sizes: SMALL_SIZES,
    hasBattery: dice.chance(0.6),
    driftPpm: dice.between(-50, 50),
    config: {
      identity: `CS-${index + 1}`,
      url: URL,
      versions: [version],
      vendor: 'Northbound',
      model: 'World',
      firmwareVersion: '1.0.0',
      evses,
      variables: {
        'OCPPCommCtrlr.WebSocketPingInterval': dice.oneOf('60', '120', '300'),
        'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '100',
        'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '10',
        'TxCtrlr.TxStartPoint': start,
        'TxCtrlr.TxStopPoint': stop,
        'TxCtrlr.StopTxOnEVSideDisconnect': yes(),
        'TxCtrlr.StopTxOnInvalidId': yes(),
        'TxCtrlr.MaxEnergyOnInvalidId': '500',
        'TxCtrlr.ResumptionTimeout': dice.oneOf('0', '120', '1800'),
        'TxCtrlr.AllowEnergyTransferResumption': yes(),
        'TxCtrlr.EnergyTransferResumptionRandomRange': '30',
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': yes(),
        'AuthCtrlr.LocalPreAuthorize': yes(),
        'SampledDataCtrlr.TxUpdatedInterval': dice.oneOf('60', '300', '900'),
        'SampledDataCtrlr.TxEndedInterval': dice.oneOf('0', '900'),
        'AlignedDataCtrlr.Interval': dice.oneOf('0', '900'),
      },
    },
  };
}

const [first, ...rest] = VERSIONS;
const VERSIONS_OF_WORLD: readonly [Version, ...Version[]] = [first ?? '2.1', ...rest];

interface Points {
  readonly start: string;
  readonly stop: string;
}

/** When transactions begin and end; not every pair is one that an operator would set, each is one that may be set. */
const POINTS: readonly [Points, ...Points[]] = [
  { start: 'PowerPathClosed', stop: 'Authorized' },
  { start: 'PowerPathClosed', stop: 'EVConnected,Authorized' },
  { start: 'EVConnected', stop: 'EVConnected' },
  { start: 'Authorized', stop: 'Authorized' },
  { start: 'Authorized', stop: 'PowerPathClosed' },
  { start: 'EVConnected,Authorized', stop: 'EVConnected' },
  { start: 'EnergyTransfer', stop: 'EnergyTransfer' },
];
