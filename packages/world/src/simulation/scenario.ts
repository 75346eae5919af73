import { VERSIONS, type Version } from '@northbound/protocol';
import type { Dice } from '@northbound/rpc/testing';
import type { EvseConfig } from '@northbound/station';
import { SMALL_SIZES } from '@northbound/station/testing-flash';
import { factoryPair } from '../machines/simulated-certificates.ts';
import type { StationBoard } from '../machines/station-machine.ts';
import { MASTER_GROUP } from './cards.ts';

/**
 * A station that a seed invents: its version, its EVSEs, its flash, its clock and its settings.
 *
 * @param security drawn from apart, for how it proves who it is
 * @param patience drawn from apart, for how often it repeats what is refused
 */
export function drawBoard(dice: Dice, index: number, security: Dice, patience: Dice): StationBoard {
  const identity = `CS-${index + 1}`;
  const version: Version = dice.oneOf(...VERSIONS_OF_WORLD);
  const { start, stop } = dice.oneOf(...(version === '1.6' ? POINTS : POINTS_OF_2));
  // What a 1.6 station tells under -1, after a StartTransaction that it gave up, is a guess wherever it is booked.
  const givesUp = patience.chance(0.3) && version !== '1.6';
  const yes = () => String(dice.chance(0.5));
  const evses = Array.from({ length: dice.oneOf(1, 1, 2, 2, 3) }, () => drawEvse(dice, version));
  return {
    evses,
    hasMainMeter: dice.chance(0.4),
    hasBaySensor: dice.chance(0.2) || start === 'ParkingBayOccupancy',
    geometry: { sectorBytes: 1024, sectorCount: dice.oneOf(48, 64, 96), programBytes: 8 },
    // Every other one has no black box: recording all is a tenth of what a world costs, and a station may do without.
    sizes: index % 2 === 0 ? SMALL_SIZES : { ...SMALL_SIZES, blackBoxBytes: 0 },
    hasBattery: dice.chance(0.6),
    driftPpm: dice.between(-50, 50),
    givesUp,
    config: {
      identity,
      // Security profile 3, or none: a password takes real threads to check.
      ...(security.chance(0.4)
        ? { url: 'wss://csms/ocpp', tls: factoryPair(identity) }
        : { url: 'ws://csms/ocpp' }),
      versions: [version],
      vendor: 'Northbound',
      model: 'World',
      serialNumber: `NB-${index + 1}`,
      firmwareVersion: '1.0.0',
      evses,
      variables: {
        'OCPPCommCtrlr.WebSocketPingInterval': dice.oneOf('60', '120', '300'),
        'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': givesUp ? '3' : '100',
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
        'AuthCtrlr.MasterPassGroupId': MASTER_GROUP,
        'SampledDataCtrlr.TxUpdatedInterval': dice.oneOf('60', '300', '900'),
        'SampledDataCtrlr.TxEndedInterval': dice.oneOf('0', '900'),
        'AlignedDataCtrlr.Interval': dice.oneOf('0', '900'),
      },
    },
  };
}

function drawEvse(dice: Dice, version: Version): EvseConfig {
  const supply = {
    maxCurrentA: dice.oneOf(16, 32),
    phases: dice.oneOf<1 | 3>(1, 3),
    voltageV: 230,
  };
  if (dice.chance(0.25)) {
    const dc = { maxPowerW: dice.oneOf(22_000, 50_000), nominalVoltageV: 400 };
    return { ...supply, maxCurrentA: 80, phases: 3, connectors: [{ type: 'cCCS2' }], dc };
  }
  const [cable, socket] = [{ type: 'cType2' }, { type: 'sType2' }];
  // To 1.6 every connector is an EVSE: the books would name other places than the world.
  const hasBoth = dice.chance(0.2) && version !== '1.6';
  return { ...supply, connectors: hasBoth ? [cable, socket] : [cable] };
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

/** 1.6 has no words for a sensor in the parking bay. */
const POINTS_OF_2: readonly [Points, ...Points[]] = [
  ...POINTS,
  { start: 'ParkingBayOccupancy', stop: 'ParkingBayOccupancy' },
  { start: 'ParkingBayOccupancy', stop: 'ParkingBayOccupancy,EVConnected' },
];
