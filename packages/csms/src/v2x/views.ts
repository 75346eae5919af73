import type { Ocpp21 } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';

/** Which ways of energy transfer a transaction under way may use (2.1 part 2, Q01 and Q02). */
export interface AllowedEnergyTransferView {
  /** As on the wire. */
  readonly transactionId: string;
  /** Its key in this CSMS. */
  readonly transaction: number;
  readonly evseId?: number;
  readonly allowedEnergyTransfer: readonly Ocpp21.EnergyTransferModeEnumType[];
  /** When the station took it. */
  readonly since: Timestamp;
}
