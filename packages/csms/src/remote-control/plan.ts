import type { Request, Response, Version } from '@northbound/protocol';
import { CommandError } from '../command-error.ts';
import type { Station } from '../stations/station.ts';
import { isResponse, type Protocols } from './command.ts';
import type { CallName } from './sending.ts';

/** One CALL of a plan, and how its answer reads in the words of the command. */
export interface Step<Answer> {
  readonly version: Version;
  readonly action: string;
  readonly payload: unknown;
  /** @returns undefined when it is no answer to this action */
  readonly read: (answer: unknown, protocols: Protocols) => Answer | undefined;
  /** What is sent in its place to a station that has not implemented it. */
  readonly otherwise?: Step<Answer>;
}

/** What a command becomes on the wire: CALLs that are sent one after the other, until one has no answer. */
export interface Plan<Answer> {
  readonly steps: readonly [Step<Answer>, ...Step<Answer>[]];
  /** Makes one answer of two; needed where there is more than one step. */
  merge?(earlier: Answer, later: Answer): Answer;
}

/** Sees to what must be in place before a plan is sent. @throws DatabaseError when that cannot be stored: nothing is sent */
export type Prepare = (station: Station, commandId: number, plan: Plan<unknown>) => Promise<void>;

export function step<V extends Version, A extends CallName<V>, Answer>(
  version: V,
  action: A,
  payload: Request<V, A>,
  read: (answer: Response<V, A>) => Answer,
  otherwise?: Step<Answer>,
): Step<Answer> {
  return {
    version,
    action,
    payload,
    read: (answer, protocols) =>
      isResponse(protocols, version, action, answer) ? read(answer) : undefined,
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

/** A plan of several steps, or the error that there is nothing to send. */
export function plan<Answer>(
  steps: readonly Step<Answer>[],
  merge: (earlier: Answer, later: Answer) => Answer,
): Plan<Answer> {
  const [first, ...others] = steps;
  if (first === undefined) throw new CommandError('invalidPayload', 'There is nothing to send.');
  return { steps: [first, ...others], merge };
}

/** For what the station's version cannot say. */
export function unsupported(sentence: string): never {
  throw new CommandError('notSupportedByVersion', sentence);
}
