import type { Ocpp21 } from '@northbound/protocol';
import type { ToldView } from '../notices/views.ts';

/** Batteries that went in, came out or were not taken (2.1 part 2, S01 to S03). */
export interface BatterySwapView extends ToldView {
  readonly eventType: Ocpp21.BatterySwapEventEnumType;
  /** The same for the batteries that go in and those that come out. */
  readonly requestId: number;
  readonly idToken: string;
  readonly idTokenType: string;
  readonly batteries: readonly SwappedBatteryView[];
}

export interface SwappedBatteryView {
  /** Its slot. */
  readonly evseId: number;
  readonly serialNumber: string;
  readonly socPercent: number;
  readonly sohPercent: number;
  readonly productionDate?: string;
  readonly vendorInfo?: string;
}
