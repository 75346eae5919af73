import type { Version, Violation } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import type { Station } from '../stations/station.ts';
import { isObject, type Protocols, type SentMessage } from './command.ts';
import type { Plan, Step } from './plan.ts';
import type { CallError, Obstacle } from './sending.ts';

/** How sending a plan ended. */
export type DeliveryEnd<Answer> =
  | { readonly end: 'answered'; readonly answer: Answer }
  | {
      readonly end: 'refused';
      readonly version: Version;
      readonly action: string;
      readonly callError: CallError;
    }
  | {
      readonly end: 'invalidAnswer';
      readonly payload: unknown;
      readonly violations: readonly Violation[];
    }
  | { readonly end: 'timedOut' }
  /** Nothing of it has left: another try is safe. */
  | { readonly end: 'notSent'; readonly obstacle: Obstacle; readonly reason: string }
  /** The connection ended after a part of it was sent. */
  | { readonly end: 'lost' };

export interface Delivery<Answer> {
  readonly messages: readonly SentMessage[];
  readonly end: DeliveryEnd<Answer>;
}

interface DeliveryParts {
  readonly protocols: Protocols;
  readonly station: Station;
  readonly timeoutMs: number;
  /** Told of each payload right before it is handed over: a late answer names its payload. */
  readonly onSending: (payload: object, step: Step<unknown>) => void;
}

/** Sends the steps of a plan one after the other; the first that is not answered ends it. */
export async function deliver<Answer>(
  parts: DeliveryParts,
  { steps, merge }: Plan<Answer>,
): Promise<Delivery<Answer>> {
  const messages: SentMessage[] = [];
  let joined: { readonly answer: Answer } | undefined;
  for (const planned of steps) {
    let sending: Step<Answer> | undefined = planned;
    while (sending !== undefined) {
      const current: Step<Answer> = sending;
      const { message, end } = await sendStep(parts, current);
      if (message !== undefined) messages.push(message);
      if (end.end === 'refused' && lacksAction(end.callError) && current.otherwise !== undefined) {
        sending = current.otherwise;
        continue;
      }
      if (end.end === 'notSent' && messages.length > 0) return { messages, end: { end: 'lost' } };
      if (end.end !== 'answered') return { messages, end };
      const { answer } = end;
      joined = {
        answer: joined === undefined || merge === undefined ? answer : merge(joined.answer, answer),
      };
      sending = undefined;
    }
  }
  // A plan has at least one step, and every step but an answered one has returned above.
  return { messages, end: joined === undefined ? { end: 'lost' } : { end: 'answered', ...joined } };
}

interface StepDelivery<Answer> {
  /** Undefined when it did not leave. */
  readonly message: SentMessage | undefined;
  readonly end: DeliveryEnd<Answer>;
}

async function sendStep<Answer>(
  { protocols, station, timeoutMs, onSending }: DeliveryParts,
  step: Step<Answer>,
): Promise<StepDelivery<Answer>> {
  const { version, action } = step;
  const peer = station.connection?.peer;
  if (peer === undefined) return notSent('notConnected', 'The station is not connected.');
  // It came back with another version while the command was on its way here.
  if (peer.version !== version)
    return notSent('notConnected', `The station speaks OCPP ${peer.version} now.`);
  // An object of its own, by which a late answer finds it.
  const payload = isObject(step.payload) ? { ...step.payload } : {};
  onSending(payload, step);
  const outcome = await peer.callRaw(action, payload, { timeoutMs });
  return stepEnd(step, { version, action, payload }, outcome, protocols);
}

function stepEnd<Answer>(
  step: Step<Answer>,
  message: SentMessage,
  outcome: CallOutcome<unknown>,
  protocols: Protocols,
): StepDelivery<Answer> {
  switch (outcome.outcome) {
    case 'answered': {
      const { payload } = outcome;
      const answered = { ...message, answer: payload };
      const answer = step.read(payload, protocols);
      return answer === undefined
        ? { message: answered, end: { end: 'invalidAnswer', payload, violations: [] } }
        : { message: answered, end: { end: 'answered', answer } };
    }
    case 'invalidAnswer': {
      const { payload, violations } = outcome;
      return {
        message: { ...message, answer: payload },
        end: { end: 'invalidAnswer', payload, violations },
      };
    }
    case 'refused': {
      if (outcome.local === true) return notSent('notAccepted', outcome.description);
      const callError = callErrorOf(outcome);
      const { version, action } = message;
      const end = { end: 'refused', version, action, callError } as const;
      return { message: { ...message, callError }, end };
    }
    case 'timedOut':
      return outcome.sent
        ? { message, end: { end: 'timedOut' } }
        : notSent('tooManyWaiting', 'Other commands waited for their answers all that time.');
    case 'closed':
      return outcome.sent
        ? { message, end: { end: 'lost' } }
        : notSent('notConnected', 'The connection closed before the command was sent.');
    case 'replaced':
    case 'queueFull':
      return notSent('tooManyWaiting', 'Too many commands wait for the station already.');
  }
}

function notSent(obstacle: Obstacle, reason: string): StepDelivery<never> {
  return { message: undefined, end: { end: 'notSent', obstacle, reason } };
}

export function callErrorOf(
  refusal: Extract<CallOutcome<unknown>, { outcome: 'refused' }>,
): CallError {
  const { code, description, details } = refusal;
  return { errorCode: code, errorDescription: description, errorDetails: details };
}

/** Some stations say NotSupported of an action that they have never heard of. */
function lacksAction({ errorCode }: CallError): boolean {
  return errorCode === 'NotImplemented' || errorCode === 'NotSupported';
}
