import type { Ocpp21 } from '@northbound/protocol';
import type { ToldView } from '../notices/views.ts';

/** What came of a payment at a terminal (2.1 part 2, C20 to C23). */
export interface SettlementView extends ToldView {
  /** The one on the wire; absent when the payment ended before a transaction began. */
  readonly transactionId?: string;
  readonly pspRef: string;
  readonly status: Ocpp21.PaymentStatusEnumType;
  readonly statusInfo?: string;
  /** In the currency of the terminal. */
  readonly amount: number;
  readonly receiptId?: string;
  readonly receiptUrl?: string;
  readonly vatNumber?: string;
  /** AddressType of the company that the receipt is for. */
  readonly vatCompany?: unknown;
}

/** A VAT number that a driver gave at a station, which asked whether it is one. */
export interface VatValidationView extends ToldView {
  readonly vatNumber: string;
  readonly evseId?: number;
}
