import { ACTIONS, VERSIONS, type Version } from '@northbound/protocol';
import type { FrameKind } from '@northbound/rpc';

export interface MessageCount {
  readonly version: Version;
  readonly action: string;
  /** Of the message that was answered, seen from the CSMS. */
  readonly direction: 'in' | 'out';
  readonly outcome: string;
  readonly count: number;
}

/** Frames that end a message, and what they say of it. */
const OUTCOMES: Partial<Record<FrameKind, string>> = {
  CALLRESULT: 'answered',
  CALLERROR: 'refused',
  SEND: 'sent',
};

/** Counts messages by version, action, direction and outcome. Names that no version knows are counted together. */
export class MessageCounters {
  readonly #counts = new Map<string, Map<string, { value: number }>>();

  count(
    version: Version | undefined,
    direction: 'in' | 'out',
    kind: FrameKind,
    action: string | undefined,
  ): void {
    const outcome = OUTCOMES[kind];
    if (version === undefined || outcome === undefined) return;
    // An answer travels against the message it ends.
    const messageDirection = kind === 'SEND' ? direction : direction === 'in' ? 'out' : 'in';
    const known = action !== undefined && ACTIONS[version].has(action) ? action : 'unknown';
    this.#counter(`${version} ${messageDirection} ${outcome}`, known).value += 1;
  }

  *messages(): Iterable<MessageCount> {
    for (const version of VERSIONS) {
      for (const direction of ['in', 'out'] as const) {
        for (const outcome of Object.values(OUTCOMES)) {
          const actions = this.#counts.get(`${version} ${direction} ${outcome}`) ?? [];
          for (const [action, { value }] of actions) {
            yield { version, action, direction, outcome, count: value };
          }
        }
      }
    }
  }

  #counter(group: string, action: string): { value: number } {
    const actions = this.#counts.get(group) ?? new Map<string, { value: number }>();
    this.#counts.set(group, actions);
    const counter = actions.get(action) ?? { value: 0 };
    actions.set(action, counter);
    return counter;
  }
}
