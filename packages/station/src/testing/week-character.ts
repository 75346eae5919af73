import type { Version } from '@northbound/protocol';
import type { Dice } from '@northbound/rpc/testing';
import type { StationConfig } from '../config.ts';
import type { FlashGeometry } from '../nvm/flash/flash.ts';

/** What a seed decides once: the station's settings and how rough the week is. */
export interface Character {
  readonly variables: Readonly<Record<string, string>>;
  /** Whether the clock goes on while the power is off. */
  readonly hasBattery: boolean;
  /** Small, so that a night without a network fills it. */
  readonly flash: FlashGeometry;
}

export function characterOf(dice: Dice): Character {
  const { start, stop } = dice.oneOf(
    { start: 'PowerPathClosed', stop: 'Authorized' },
    { start: 'PowerPathClosed', stop: 'EVConnected,Authorized' },
    { start: 'EVConnected', stop: 'EVConnected' },
    { start: 'Authorized', stop: 'Authorized' },
    { start: 'Authorized', stop: 'PowerPathClosed' },
    { start: 'EVConnected,Authorized', stop: 'EVConnected' },
    { start: 'EnergyTransfer', stop: 'EnergyTransfer' },
  );
  const yes = () => String(dice.chance(0.5));
  return {
    hasBattery: dice.chance(0.6),
    flash: { sectorBytes: 1024, sectorCount: dice.oneOf(48, 64), programBytes: 8 },
    variables: {
      'TxCtrlr.TxStartPoint': start,
      'TxCtrlr.TxStopPoint': stop,
      'TxCtrlr.StopTxOnEVSideDisconnect': yes(),
      'TxCtrlr.StopTxOnInvalidId': yes(),
      'TxCtrlr.MaxEnergyOnInvalidId': '500',
      'TxCtrlr.TxBeforeAcceptedEnabled': yes(),
      'TxCtrlr.ResumptionTimeout': dice.oneOf('0', '120', '1800'),
      'TxCtrlr.AllowEnergyTransferResumption': yes(),
      'TxCtrlr.EnergyTransferResumptionRandomRange': '30',
      'AuthCtrlr.OfflineTxForUnknownIdEnabled': yes(),
      'AuthCtrlr.LocalPreAuthorize': yes(),
      'SampledDataCtrlr.TxUpdatedInterval': dice.oneOf('60', '300', '900'),
      'SampledDataCtrlr.TxEndedInterval': dice.oneOf('0', '900'),
      'AlignedDataCtrlr.Interval': dice.oneOf('0', '900'),
    },
  };
}

export function configOf(
  version: Version,
  evses: number,
  variables: Character['variables'],
): StationConfig {
  return {
    identity: 'WEEK-1',
    url: 'ws://csms/ocpp',
    versions: [version],
    vendor: 'Northbound',
    model: 'Week',
    evses: Array.from({ length: evses }, () => ({
      connectors: [{ type: 'cType2' }],
      maxCurrentA: 32,
      phases: 1 as const,
      voltageV: 230,
    })),
    variables: {
      'OCPPCommCtrlr.WebSocketPingInterval': '120',
      // Nobody gives up an event in this week: what exhausts its attempts is another story.
      'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '100',
      'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '10',
      ...variables,
    },
  };
}
