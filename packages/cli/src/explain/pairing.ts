import { peerOf, type Role, type Version } from '@northbound/protocol';
import { BoundedMap } from './bounded-map.ts';
import { fingerprintOf } from './fingerprint.ts';
import type {
  Finding,
  LateFinding,
  Observed,
  RequestMessage,
  SeenCall,
  WireMessage,
} from './model.ts';
import { rpcSection } from './places.ts';

/** Calls of one sender that wait for their answers; more than this at once only a broken log holds. */
const MAX_OPEN = 256;
/** After this time without an answer a sender may have given up and may send its next call. */
const GAVE_UP_AFTER_MS = 10_000;

/** A message before its answer or call was found. */
export interface Unpaired {
  readonly line: number;
  readonly text: string;
  readonly atMs?: number;
  readonly version: Version;
  readonly sender?: Role;
  readonly message: WireMessage;
}

export interface Paired {
  readonly sender?: Role;
  readonly call?: SeenCall;
  readonly findings: readonly Finding[];
}

interface OpenCall extends SeenCall {
  readonly version: Version;
  /** A later call of the same sender was seen before the answer. */
  overtaken: boolean;
}

/** The calls of one side of a connection. */
class Side {
  readonly open = new BoundedMap<string, OpenCall>(MAX_OPEN);
  readonly answered = new BoundedMap<string, OpenCall>(MAX_OPEN);
  calls = 0;
}

/** Ids that calls have used, over all stations of a log, so that memory stays bounded. */
export type UsedIds = BoundedMap<string, { readonly line: number; readonly fingerprint: string }>;

export interface PairingOptions {
  readonly station: string;
  readonly usedIds: UsedIds;
  /** The log holds answers at all; without them nothing can be said of those that are missing. */
  readonly hasAnswers: () => boolean;
}

/** Finds the call of every answer on one station's connection, and says what does not fit together. */
export class Pairing {
  readonly #sides = { ChargingStation: new Side(), CSMS: new Side(), unknown: new Side() };
  readonly #late: LateFinding[] = [];
  readonly #options: PairingOptions;
  #lastLine = 0;

  constructor(options: PairingOptions) {
    this.#options = options;
  }

  see(unpaired: Unpaired): Paired {
    this.#lastLine = unpaired.line;
    const { message } = unpaired;
    switch (message.kind) {
      case 'CALL':
      case 'SEND':
        return this.#request(unpaired, message);
      case 'CALLRESULTERROR':
        return this.#answerToAnswer(unpaired, message.id);
      default:
        return this.#answer(unpaired, message);
    }
  }

  /** What has become certain about earlier lines since the last time it was asked. */
  takeLate(): readonly LateFinding[] {
    return this.#late.splice(0);
  }

  /** The log has ended. */
  end(): readonly LateFinding[] {
    for (const side of Object.values(this.#sides)) {
      for (const call of side.open.values()) this.#unanswered(call, call.line >= this.#lastLine);
      side.open.clear();
    }
    return this.takeLate();
  }

  #request(unpaired: Unpaired, message: RequestMessage): Paired {
    const { sender, version, line, atMs } = unpaired;
    const side = this.#sides[sender ?? 'unknown'];
    side.calls += 1;
    const findings = this.#repeatedId(unpaired, message);
    if (message.kind === 'CALL') {
      if (message.action === 'BootNotification') this.#restarted(side);
      const waiting = this.#options.hasAnswers() ? this.#waiting(side, unpaired) : undefined;
      if (waiting !== undefined) {
        findings.push({
          rule: 'overlapping-call',
          severity: 'error',
          message: `${who(sender)} sends this call although its call of line ${waiting.line} (${waiting.message.action}) has no answer yet; one call in each direction may wait at a time.`,
          place: rpcSection(version, '4.1.1'),
        });
        waiting.overtaken = true;
      }
      const call = {
        line,
        version,
        message,
        overtaken: false,
        ...(sender && { sender }),
        ...(atMs !== undefined && { atMs }),
      };
      const forgotten = side.open.set(message.id, call);
      if (forgotten !== undefined) this.#unanswered(forgotten[1], false);
    }
    return { findings, ...(sender && { sender }) };
  }

  #waiting(side: Side, unpaired: Unpaired): OpenCall | undefined {
    for (const call of side.open.values()) {
      if (call.overtaken || call.message.id === unpaired.message.id) continue;
      const gaveUp = elapsedMs(call, unpaired) >= GAVE_UP_AFTER_MS;
      if (!gaveUp) return call;
      call.overtaken = true;
    }
    return undefined;
  }

  #restarted(side: Side): void {
    for (const [id, call] of [...side.open.entries()]) {
      side.open.delete(id);
      this.#unanswered(call, false);
    }
  }

  #answer(unpaired: Unpaired, message: WireMessage): Paired {
    const { sender, version } = unpaired;
    const askers = sender === undefined ? ASKERS : ([peerOf(sender), 'unknown'] as const);
    for (const asker of askers) {
      const side = this.#sides[asker];
      const call = side.open.get(message.id);
      if (call === undefined) continue;
      side.open.delete(message.id);
      side.answered.set(message.id, call);
      const answerer = sender ?? (call.sender && peerOf(call.sender));
      return { call, findings: lateAnswer(call, unpaired), ...(answerer && { sender: answerer }) };
    }
    const findings = [this.#answerToNothing(unpaired, message, askers)];
    if (sender !== undefined && this.#sides[sender].open.get(message.id) !== undefined) {
      findings.push({
        rule: 'own-call-answered',
        severity: 'error',
        message: `${who(sender)} answers its own call.`,
        place: rpcSection(version, '4.1.4'),
      });
    }
    return { findings, ...(sender && { sender }) };
  }

  #answerToNothing(
    { version }: Unpaired,
    message: WireMessage,
    askers: readonly (Role | 'unknown')[],
  ): Finding {
    const base = { rule: 'answer-to-nothing', place: rpcSection(version, '4.1.4') } as const;
    if (message.id === '-1' && message.kind === 'CALLERROR') {
      return {
        ...base,
        severity: 'warning',
        message:
          'The answer to a frame whose id could not be read: its sender sent something that is not an OCPP frame.',
      };
    }
    for (const asker of askers) {
      const before = this.#sides[asker].answered.get(message.id);
      if (before !== undefined) {
        return {
          ...base,
          rule: 'answered-twice',
          severity: 'error',
          message: `The call of line ${before.line} (${before.message.action}) was already answered.`,
        };
      }
    }
    const anyCalls = askers.some((asker) => this.#sides[asker].calls > 0);
    return anyCalls
      ? {
          ...base,
          severity: 'error',
          message: 'It answers no call of this log: no call with this id waits for an answer.',
        }
      : { ...base, severity: 'note', message: 'The log does not hold the call that this answers.' };
  }

  #answerToAnswer({ sender, version }: Unpaired, id: string): Paired {
    const askers = sender === undefined ? ASKERS : ([sender, 'unknown'] as const);
    for (const asker of askers) {
      const call = this.#sides[asker].answered.get(id);
      if (call !== undefined)
        return { call, findings: [], ...(call.sender && { sender: call.sender }) };
    }
    const finding: Finding = {
      rule: 'answer-to-nothing',
      severity: askers.some((asker) => this.#sides[asker].calls > 0) ? 'error' : 'note',
      message: 'It refuses an answer that this log does not hold.',
      place: rpcSection(version, '4.1.4'),
    };
    return { findings: [finding], ...(sender && { sender }) };
  }

  #repeatedId({ line, sender, text, version }: Unpaired, message: RequestMessage): Finding[] {
    const { station, usedIds } = this.#options;
    const key = JSON.stringify([station, sender, message.id]);
    const before = usedIds.get(key);
    const fingerprint = fingerprintOf(text);
    usedIds.set(key, { line, fingerprint });
    if (before === undefined) return [];
    const same = before.fingerprint === fingerprint;
    return [
      {
        rule: same ? 'repeated-call' : 'repeated-id',
        severity: same ? 'note' : 'error',
        message: same
          ? `The same call as in line ${before.line}, sent again.`
          : `The message id was already used in line ${before.line} for another call; ids must be unique over all connections of a station.`,
        place: rpcSection(version, '4.1.4'),
      },
    ];
  }

  #unanswered(call: OpenCall, isLast: boolean): void {
    if (!this.#options.hasAnswers()) return;
    this.#late.push({
      line: call.line,
      finding: {
        rule: 'unanswered',
        severity: isLast ? 'note' : 'warning',
        message: isLast
          ? `The log ends before the answer to ${call.message.action}.`
          : `${call.message.action} was never answered.`,
        place: rpcSection(call.version, '4.1.1'),
      },
    });
  }
}

const ASKERS = ['ChargingStation', 'CSMS', 'unknown'] as const;

function lateAnswer(call: OpenCall, unpaired: Unpaired): Finding[] {
  const waitedMs = elapsedMs(call, unpaired);
  if (waitedMs < GAVE_UP_AFTER_MS) return [];
  return [
    {
      rule: 'late-answer',
      severity: 'warning',
      message: `The answer came ${Math.round(waitedMs / 1000)} s after its call of line ${call.line}; the sender may have given up.`,
      place: rpcSection(unpaired.version, '4.1.1'),
    },
  ];
}

function elapsedMs(before: { readonly atMs?: number }, after: { readonly atMs?: number }): number {
  return before.atMs === undefined || after.atMs === undefined ? 0 : after.atMs - before.atMs;
}

/** How a sentence begins that has this side as its subject. */
export function who(sender: Observed['sender']): string {
  if (sender === 'ChargingStation') return 'The station';
  return sender === 'CSMS' ? 'The CSMS' : 'Somebody';
}
