import type { Version } from '../version.ts';
import { ACTIONS_21, ACTIONS_201 } from './actions2.ts';
import { ACTIONS_16 } from './actions16.ts';

/** The standard's functional blocks of 2.1 (part 2, blocks A to S); actions of 1.6 stand where their successors do. */
export type FunctionalBlock =
  | 'Security'
  | 'Provisioning'
  | 'Authorization'
  | 'LocalAuthorizationListManagement'
  | 'Transactions'
  | 'RemoteControl'
  | 'Availability'
  | 'Reservation'
  | 'TariffAndCost'
  | 'Metering'
  | 'SmartCharging'
  | 'FirmwareManagement'
  | 'ISO15118CertificateManagement'
  | 'Diagnostics'
  | 'DisplayMessage'
  | 'DataTransfer'
  | 'BidirectionalPowerTransfer'
  | 'DERControl'
  | 'BatterySwapping';

/** The feature profiles of 1.6 (edition 2, chapter 3.5), and the security extension. */
export type FeatureProfile =
  | 'Core'
  | 'FirmwareManagement'
  | 'LocalAuthListManagement'
  | 'Reservation'
  | 'SmartCharging'
  | 'RemoteTrigger'
  | 'Security';

/** What the standard says of an action beside its payloads. */
export interface ActionInfo {
  /** Who may send it. */
  readonly from: 'ChargingStation' | 'CSMS' | 'Both';
  /** A SEND (2.1) is never answered. */
  readonly kind: 'CALL' | 'SEND';
  /** The functional block of 2.1; of an action of 1.6 the one that took its place. */
  readonly block: FunctionalBlock;
  /** Ids of the use cases that define it (part 2); empty for 1.6, whose use cases have none. */
  readonly useCases: readonly string[];
  /** 1.6 only. */
  readonly featureProfile?: FeatureProfile;
  /** What the standard says to use in its place. */
  readonly deprecatedFor?: string;
}

/** Every action of a version, by name. */
export const ACTIONS: { readonly [V in Version]: ReadonlyMap<string, ActionInfo> } = {
  '1.6': ACTIONS_16,
  '2.0.1': ACTIONS_201,
  '2.1': ACTIONS_21,
};
