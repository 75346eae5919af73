import type { ActionFrom, Request, Response } from '@northbound/protocol';
import type { AnyPeer, CallOptions, CallOutcome } from '@northbound/rpc';

/** The live connection of a station of 2.0.1 or 2.1. */
export type Peer2 = Exclude<AnyPeer<'CSMS'>, { readonly version: '1.6' }>;

/** What may be asked of both. */
type Action2 = ActionFrom<'2.0.1', 'CSMS'> & ActionFrom<'2.1', 'CSMS'>;

/** Behind what an operator waits for. */
const BACKGROUND: CallOptions = { priority: -1, timeoutMs: 30_000 };

/** Asks a station of 2.0.1 or 2.1 in the words that both share. Never rejects. */
export function ask2<A extends Action2>(
  peer: Peer2,
  action: A,
  payload: Request<'2.0.1', A> & Request<'2.1', A>,
): Promise<CallOutcome<Response<'2.0.1', A> | Response<'2.1', A>>> {
  return peer.version === '2.0.1'
    ? peer.tryCall(action, payload, BACKGROUND)
    : peer.tryCall(action, payload, BACKGROUND);
}

export function ask16<A extends ActionFrom<'1.6', 'CSMS'>>(
  peer: Extract<AnyPeer<'CSMS'>, { readonly version: '1.6' }>,
  action: A,
  payload: Request<'1.6', A>,
): Promise<CallOutcome<Response<'1.6', A>>> {
  return peer.tryCall(action, payload, BACKGROUND);
}

export function ask21<A extends ActionFrom<'2.1', 'CSMS'>>(
  peer: Extract<AnyPeer<'CSMS'>, { readonly version: '2.1' }>,
  action: A,
  payload: Request<'2.1', A>,
): Promise<CallOutcome<Response<'2.1', A>>> {
  return peer.tryCall(action, payload, BACKGROUND);
}

/** What became of a question without an answer, in plain words. */
export function failureText(
  outcome: Exclude<CallOutcome<unknown>, { outcome: 'answered' }>,
): string {
  switch (outcome.outcome) {
    case 'refused':
      return outcome.local === true
        ? `Not sent: ${outcome.description}`
        : `The station answered ${outcome.code}${outcome.description === '' ? '' : `: ${outcome.description}`}`;
    case 'timedOut':
      return 'The station did not answer in time.';
    case 'closed':
      return outcome.sent
        ? 'The connection ended before the answer came.'
        : 'The connection ended before it was sent.';
    case 'invalidAnswer':
      return `The answer does not fit the schema: ${outcome.violations[0]?.message ?? 'it is no object'}`;
    case 'replaced':
    case 'queueFull':
      return 'Too many commands wait for the station.';
  }
}

/** Refusals of this side that pass: the boot is not accepted yet, or the gate has failed. */
const PASSING: ReadonlySet<string> = new Set(['SecurityError', 'InternalError']);

/** Whether asking the same again is of no use: the station said no, or its version cannot be told it. */
export function isFinal(outcome: CallOutcome<unknown>): boolean {
  if (outcome.outcome !== 'refused') return outcome.outcome === 'invalidAnswer';
  return outcome.local !== true || !PASSING.has(outcome.code);
}
