/** What the standard lists, as tables; each names its source. */
export {
  CONFIGURATION_KEYS_16,
  type ConfigurationKey,
  type VariableName,
} from './tables/configuration-keys16.ts';
export {
  CONNECTOR_STATES_16,
  type ConnectorState,
  ERROR_CODES_16,
  type FaultPlace,
  STOP_REASONS_16,
  type StopReason,
} from './tables/from16.ts';
export { isMrec, MREC_VENDOR_ID, MRECS, type Mrec } from './tables/mrec.ts';
export { REASON_CODES, type ReasonCode } from './tables/reason-codes.ts';
export { SECTIONS_16 } from './tables/sections16.ts';
export { SECURITY_EVENTS, type SecurityEvent } from './tables/security-events.ts';
export { STATUS_TRANSITIONS_16 } from './tables/status-transitions16.ts';
export { TRIGGER_REASONS, type TriggerReason } from './tables/trigger-reasons.ts';
