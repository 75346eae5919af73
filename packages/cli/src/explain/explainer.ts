import { ACTIONS, type Protocol, peerOf, type Role, type Version } from '@northbound/protocol';
import { BoundedMap } from './bounded-map.ts';
import type { Evidence, VersionVerdict } from './evidence.ts';
import { readFrame } from './frame.ts';
import { readTime } from './log-context.ts';
import type {
  Explanation,
  Finding,
  LateFinding,
  LogFrame,
  Observed,
  SessionRule,
  WireMessage,
} from './model.ts';
import { type Paired, Pairing, type UsedIds } from './pairing.ts';
import { actionPlace, frameSection } from './places.ts';
import { bootRule } from './rules/boot.ts';
import { clockRule } from './rules/clocks.ts';
import { meterRule } from './rules/meters.ts';
import { status16Rule } from './rules/status16.ts';
import { transactionEventRule } from './rules/transaction-events.ts';
import { transactions16Rule } from './rules/transactions16.ts';
import { saysOf } from './says.ts';
import { answerableActions, checkRequest, checkResult, type Protocols } from './schema.ts';

/** Sessions followed at once; of more, those not heard for longest are forgotten. */
const MAX_SESSIONS = 2000;
const MAX_USED_IDS = 100_000;
const SHOWN_FRAME_CHARS = 2000;

const RULES: readonly (() => SessionRule)[] = [
  bootRule,
  transactionEventRule,
  transactions16Rule,
  status16Rule,
  meterRule,
  clockRule,
];

/** What an {@link Explainer} judges by. */
export interface ExplainerOptions {
  readonly protocols: Protocols;
  readonly evidence: Evidence;
  /** The version of every frame; absent, it is inferred for each station. */
  readonly version?: Version;
}

interface Session {
  readonly verdict: VersionVerdict;
  readonly pairing: Pairing;
  readonly rules: readonly SessionRule[];
}

/** Says of one frame of a log after the other what it is and what is wrong with it. */
export class Explainer {
  readonly #options: ExplainerOptions;
  readonly #sessions = new BoundedMap<string, Session>(MAX_SESSIONS);
  readonly #usedIds: UsedIds = new BoundedMap(MAX_USED_IDS);
  readonly #late: LateFinding[] = [];

  constructor(options: ExplainerOptions) {
    this.#options = options;
  }

  explain(frame: LogFrame): Explanation {
    const station = this.#stationOf(frame);
    const session = this.#session(station);
    const version = this.#options.version ?? frame.version ?? session.verdict.version;
    const base = {
      line: frame.line,
      version,
      text: frame.text.slice(0, SHOWN_FRAME_CHARS),
      ...(frame.at === undefined ? {} : { at: frame.at }),
      ...(station === undefined ? {} : { station }),
    };
    if (frame.problem !== undefined) {
      const finding = unreadable(frame.problem, version);
      return { ...base, says: 'A frame that has no end.', findings: [finding] };
    }
    const reading = readFrame(frame.text, version);
    if (reading.message === undefined) {
      return { ...base, says: 'Not a frame that could be read.', findings: reading.findings };
    }
    const told = this.#message(frame, session, version, reading.message);
    return { ...base, ...told, findings: [...reading.findings, ...told.findings] };
  }

  /** What has become certain about earlier lines since the last time it was asked. */
  takeLate(): readonly LateFinding[] {
    return this.#late.splice(0);
  }

  /** The log has ended. */
  end(): readonly LateFinding[] {
    for (const session of this.#sessions.values()) this.#late.push(...session.pairing.end());
    return this.takeLate().toSorted((left, right) => left.line - right.line);
  }

  #message(frame: LogFrame, session: Session, version: Version, message: WireMessage) {
    const protocol = this.#options.protocols[version];
    const claimed = this.#senderOf(frame);
    const atMs = readTime(frame.at);
    const { line, text } = frame;
    const paired = session.pairing.see({
      line,
      text,
      version,
      message,
      ...optional('atMs', atMs),
      ...optional('sender', claimed ?? senderByAction(version, message)),
    });
    this.#late.push(...session.pairing.takeLate());
    const { sender, call } = paired;
    const observed: Observed = {
      line,
      version,
      message,
      ...optional('atMs', atMs),
      ...optional('sender', sender),
      ...optional('call', call),
    };
    const schema = protocol === undefined ? [] : schemaFindings(protocol, observed);
    const fitting =
      message.kind === 'CALLRESULT' && call === undefined && protocol !== undefined
        ? answerableActions(protocol, message.payload)
        : [];
    const action = 'action' in message ? message.action : call?.message.action;
    const info = action === undefined ? undefined : protocol?.actions.get(action);
    return {
      kind: message.kind,
      messageId: message.id,
      says: saysOf(message, sender, call, fitting),
      findings: [
        ...schema,
        ...paired.findings,
        ...session.rules.flatMap((rule) => rule.see(observed)),
      ],
      ...optional('sender', sender),
      ...optional('action', action),
      ...optional('block', info?.block),
      ...optional('callLine', call?.line),
      ...optional(
        'place',
        action === undefined
          ? undefined
          : actionPlace(version, action, info, askerOf(message, paired)),
      ),
    };
  }

  #stationOf({ station, stationIsGuess }: LogFrame): string | undefined {
    return stationIsGuess === true && !this.#options.evidence.guessedStationsHold
      ? undefined
      : station;
  }

  #senderOf({ sender, mark }: LogFrame): Role | undefined {
    const { owner } = this.#options.evidence;
    if (sender !== undefined) return sender;
    if (mark === undefined || owner === undefined) return undefined;
    return mark === 'out' ? owner : peerOf(owner);
  }

  #session(station: string | undefined): Session {
    const key = station ?? '';
    const known = this.#sessions.get(key);
    if (known !== undefined) {
      this.#sessions.set(key, known);
      return known;
    }
    const { evidence } = this.#options;
    const session: Session = {
      verdict: evidence.verdict(station),
      pairing: new Pairing({
        station: key,
        usedIds: this.#usedIds,
        hasAnswers: () => evidence.hasAnswers(station),
      }),
      rules: RULES.map((create) => create()),
    };
    const forgotten = this.#sessions.set(key, session);
    if (forgotten !== undefined) this.#late.push(...forgotten[1].pairing.end());
    return session;
  }
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: Value } {
  const present: { [Key in Name]?: Value } = {};
  if (value !== undefined) present[name] = value;
  return present;
}

/** Most actions have one possible sender. */
function senderByAction(version: Version, message: WireMessage): Role | undefined {
  if (message.kind !== 'CALL' && message.kind !== 'SEND') return undefined;
  const from = ACTIONS[version].get(message.action)?.from;
  return from === 'Both' ? undefined : from;
}

function askerOf(message: WireMessage, { sender, call }: Paired): Role | undefined {
  return message.kind === 'CALL' || message.kind === 'SEND' ? sender : call?.sender;
}

function schemaFindings(
  protocol: Protocol<Version>,
  { message, sender, call }: Observed,
): Finding[] {
  switch (message.kind) {
    case 'CALL':
    case 'SEND':
      return checkRequest(protocol, message, sender);
    case 'CALLRESULT':
      return call === undefined ? [] : checkResult(protocol, call, message.payload);
    default:
      return [];
  }
}

function unreadable(problem: NonNullable<LogFrame['problem']>, version: Version): Finding {
  return {
    rule: 'frame',
    severity: 'error',
    message:
      problem === 'tooLong'
        ? 'The line is longer than 4 MiB; the frame on it was not read.'
        : 'The frame is not JSON: it breaks off before its closing bracket.',
    place: frameSection(version, 'CALL'),
  };
}
