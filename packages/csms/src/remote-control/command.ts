import {
  ACTIONS,
  type Protocol,
  type Request,
  type Response,
  type Version,
} from '@northbound/protocol';
import type { CallError, CallName, CommandName, CommandState } from './sending.ts';

export type Protocols = { readonly [V in Version]: Protocol<V> };

/** One CALL that a command became, in the version of the station. */
export interface SentMessage {
  readonly version: Version;
  readonly action: string;
  readonly payload: unknown;
  readonly answer?: unknown;
  readonly callError?: CallError;
}

/** What is kept of a command. */
export interface CommandRecord {
  readonly id: number;
  readonly stationId: string;
  /** An action of 2.1; of a CALL in a version's own words (`callVersion`), that version's. */
  readonly command: string;
  readonly callVersion: Version | undefined;
  readonly request: unknown;
  readonly by: string;
  readonly campaignId: number | undefined;
  readonly requestedAtMs: number;
  readonly timeoutMs: number;
  /** Until when it may wait; undefined when it may not. */
  readonly expiresAtMs: number | undefined;
  readonly state: CommandState;
  readonly sentAtMs: number | undefined;
  readonly settledAtMs: number | undefined;
  /** In the words of `request`. */
  readonly answer: unknown;
  readonly accepted: boolean | undefined;
  readonly cause: string | undefined;
  readonly messages: readonly SentMessage[];
}

/** Every command: what a CSMS may send in 2.1, which includes all that it may send in 2.0.1. */
export const COMMAND_NAMES: readonly CommandName[] = [...ACTIONS['2.1'].keys()].filter(
  isCommandName,
);

export function isCommandName(action: string): action is CommandName {
  const info = ACTIONS['2.1'].get(action);
  return info !== undefined && info.from !== 'ChargingStation';
}

export function isRequest<V extends Version, A extends CallName<V>>(
  protocols: Protocols,
  version: V,
  action: A,
  payload: unknown,
): payload is Request<V, A> {
  return protocols[version].request(action)?.is(payload) ?? false;
}

export function isResponse<V extends Version, A extends CallName<V>>(
  protocols: Protocols,
  version: V,
  action: A,
  payload: unknown,
): payload is Response<V, A> {
  return protocols[version].response(action)?.is(payload) ?? false;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
