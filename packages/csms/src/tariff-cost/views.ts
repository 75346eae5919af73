import type { Ocpp21 } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';

/** A tariff that a station holds (2.1 part 2, TariffAssignmentType). */
export interface TariffView {
  readonly tariffId: string;
  readonly tariffKind: Ocpp21.TariffKindEnumType;
  readonly validFrom?: Timestamp;
  /** Where it holds. */
  readonly evseIds?: readonly number[];
  /** Drivers' tariffs: for whom it holds. */
  readonly idTokens?: readonly string[];
}

/** What a station said last that it holds (2.1 part 2, I10). */
export interface StationTariffsView {
  /** The EVSE that was asked about; 0 is all. */
  readonly evseId: number;
  readonly reportedAt: Timestamp;
  readonly tariffs: readonly TariffView[];
}

/** What a station said that a transaction costs (2.1 part 2, I12). */
export interface TransactionCostView {
  /** Of the event that carried it. */
  readonly seqNo: number;
  readonly at: Timestamp;
  readonly receivedAt: Timestamp;
  readonly currency: string;
  readonly typeOfCost: Ocpp21.TariffCostEnumType;
  readonly totalExclTax?: number;
  readonly totalInclTax?: number;
  /** The station could not calculate it. */
  readonly failureToCalculate?: boolean;
  readonly failureReason?: string;
  /** CostDetailsType as it came. */
  readonly costDetails: unknown;
}
