export type * as Ocpp16 from '../generated/ocpp16.js';
export type * as Ocpp21 from '../generated/ocpp21.js';
export type * as Ocpp201 from '../generated/ocpp201.js';
// With a star, because only then a user's `declare module` reaches the interface.
export type * from './custom-data.ts';
export { type RpcErrorCode, readErrorCode, spellErrorCode } from './error-codes.ts';
export {
  type CallFrame,
  type CallResultFrame,
  type ErrorFrame,
  encodeCall,
  encodeCallError,
  encodeCallResult,
  encodeCallResultError,
  encodeSend,
  type Frame,
  type FrameProblem,
  type FrameProblemKind,
  MAX_ERROR_DESCRIPTION_LENGTH,
  MAX_MESSAGE_ID_LENGTH,
  MESSAGE_TYPE_NUMBERS,
  type MessageType,
  parseFrame,
  UNREADABLE_MESSAGE_ID,
} from './frames.ts';
export type {
  Action,
  ActionFrom,
  MessagesOf,
  Request,
  Response,
  SendActionFrom,
} from './messages.ts';
export type { Protocol, Validator } from './protocol.ts';
export {
  ACTIONS,
  type ActionInfo,
  type FeatureProfile,
  type FunctionalBlock,
} from './tables/actions.ts';
export type { Leniency, LeniencyKind, ToleranceConfig, Tolerated } from './tolerance/leniency.ts';
export { tolerate } from './tolerance/tolerate.ts';
export { type Keyword, MAX_VIOLATIONS, type Violation } from './validation/explain.ts';
export {
  peerOf,
  type Role,
  SUBPROTOCOLS,
  type Subprotocol,
  VERSIONS,
  type Version,
  versionOf,
} from './version.ts';
