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
const OUTCOMES = { CALLRESULT: 'answered', CALLERROR: 'refused', SEND: 'sent' } as const;

type EndingKind = keyof typeof OUTCOMES;
const ENDING_KINDS: readonly EndingKind[] = ['CALLRESULT', 'CALLERROR', 'SEND'];

function endsMessage(kind: FrameKind): kind is EndingKind {
  return kind in OUTCOMES;
}

type Counts = Map<string, { value: number }>;

function emptyCounts() {
  return { CALLRESULT: new Map(), CALLERROR: new Map(), SEND: new Map() } satisfies Record<
    EndingKind,
    Counts
  >;
}

/** Counts messages by version, action, direction and outcome. Names that no version knows are counted together. */
export class MessageCounters {
  /** By version, direction and kind of the frame, then by action. */
  readonly #counts: Record<Version, Record<'in' | 'out', Record<EndingKind, Counts>>> = {
    '1.6': { in: emptyCounts(), out: emptyCounts() },
    '2.0.1': { in: emptyCounts(), out: emptyCounts() },
    '2.1': { in: emptyCounts(), out: emptyCounts() },
  };

  count(
    version: Version | undefined,
    direction: 'in' | 'out',
    kind: FrameKind,
    action: string | undefined,
  ): void {
    if (version === undefined || !endsMessage(kind)) return;
    // An answer travels against the message it ends.
    const messageDirection = kind === 'SEND' ? direction : direction === 'in' ? 'out' : 'in';
    const known = action !== undefined && ACTIONS[version].has(action) ? action : 'unknown';
    const counts = this.#counts[version][messageDirection][kind];
    const counter = counts.get(known);
    if (counter === undefined) counts.set(known, { value: 1 });
    else counter.value += 1;
  }

  *messages(): Iterable<MessageCount> {
    for (const version of VERSIONS) {
      for (const direction of ['in', 'out'] as const) {
        for (const kind of ENDING_KINDS) {
          for (const [action, { value }] of this.#counts[version][direction][kind]) {
            yield { version, action, direction, outcome: OUTCOMES[kind], count: value };
          }
        }
      }
    }
  }
}
