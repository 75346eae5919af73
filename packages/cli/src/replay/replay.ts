import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import {
  type Clock,
  type Dialer,
  type Link,
  type LinkFailure,
  linkFailureText,
  type Timer,
  type TlsIdentity,
} from '@northbound/rpc';
import { gistOf, type Parts, partsOf, RecordedAnswers } from './answers.ts';
import { type FrameStep, isRecord, type RecordedSession } from './session.ts';

export interface ReplayOptions {
  /** The CSMS's endpoint without the identity: `ws://127.0.0.1:8080/ocpp`. */
  readonly url: string;
  readonly identity: string;
  readonly version: Version;
  readonly password?: string;
  readonly tls?: TlsIdentity;
  /** How long an answer may take. */
  readonly timeoutMs: number;
}

/** An answer that is not what it was when the session was recorded. */
interface ReplayDifference {
  readonly call: string;
  readonly recorded: string;
  /** Undefined when none came in time, or the connection ended. */
  readonly now: string | undefined;
}

/** Every frame that was sent is the same, different or uncompared. */
export interface ReplayResult {
  readonly sent: number;
  readonly same: number;
  readonly differences: readonly ReplayDifference[];
  /** Frames to which the recording holds no answer: its end came first, or nobody could answer them. */
  readonly uncompared: number;
}

/** The CSMS cannot be reached, or does not let the station in. */
export class NoConnection extends Error {
  constructor(failure: LinkFailure) {
    super(`no connection: ${linkFailureText(failure)}`);
  }
}

interface ReplayPorts {
  readonly clock: Clock;
  readonly dialer: Dialer;
}

/**
 * Plays a recorded station against a CSMS: what it sent then it sends again, byte for byte, each message after the
 * answer to the one before; what it was asked it answers as it did then.
 *
 * @throws NoConnection
 */
export async function replaySession(
  session: RecordedSession,
  options: ReplayOptions,
  ports: ReplayPorts,
): Promise<ReplayResult> {
  const answers = new RecordedAnswers(session);
  const player = new Player(options, ports, answers);
  await player.connect();
  try {
    for (const step of session.steps) {
      if (step.kind === 'reconnect') await player.reconnect();
      else if (step.from === 'ChargingStation') await player.send(step);
    }
  } finally {
    player.close();
  }
  return player.result;
}

class Player {
  readonly #options: ReplayOptions;
  readonly #ports: ReplayPorts;
  readonly #answers: RecordedAnswers;
  /** 1.6: ids that the CSMS gave transactions then, and gives them now. */
  readonly #transactionIds = new Map<number, number>();
  readonly #differences: ReplayDifference[] = [];
  #link: Link | undefined;
  #closed: Promise<void> = Promise.resolve();
  #waiting: { readonly id: string; readonly take: (answer: Parts | undefined) => void } | undefined;
  #sent = 0;
  #same = 0;

  constructor(options: ReplayOptions, ports: ReplayPorts, answers: RecordedAnswers) {
    this.#options = options;
    this.#ports = ports;
    this.#answers = answers;
  }

  get result(): ReplayResult {
    const [sent, same, differences] = [this.#sent, this.#same, this.#differences];
    return { sent, same, differences, uncompared: sent - same - differences.length };
  }

  connect(): Promise<void> {
    const { url, identity, version, password, tls } = this.#options;
    const closed = Promise.withResolvers<void>();
    this.#closed = closed.promise;
    return new Promise((resolve, reject) => {
      this.#link = this.#ports.dialer(
        {
          url,
          identity,
          subprotocols: [SUBPROTOCOLS[version]],
          ...(password !== undefined && { password: Buffer.from(password) }),
          ...(tls !== undefined && { tls }),
        },
        {
          onOpened: () => resolve(),
          onFailed: (failure) => reject(new NoConnection(failure)),
          onText: (text) => this.#take(text),
          onBinary: () => undefined,
          onPong: () => undefined,
          onError: () => undefined,
          onClosed: () => {
            this.#link = undefined;
            this.#waiting?.take(undefined);
            closed.resolve();
          },
        },
      );
    });
  }

  async reconnect(): Promise<void> {
    this.close();
    await this.#closed;
    await this.connect();
  }

  close(): void {
    this.#link?.close(1000, '');
  }

  /** Resolves when it is answered, or will not be. Answers to the CSMS go out when it asks, and not here. */
  async send(step: FrameStep): Promise<void> {
    const parts = partsOf(step.text);
    if (parts !== undefined && (parts.type === 3 || parts.type === 4)) return;
    // The CSMS has closed where it did not then: the station would come back.
    if (this.#link === undefined) await this.connect();
    this.#sent += 1;
    this.#link?.send(parts === undefined ? step.text : this.#withIds(step.text, parts));
    if (parts?.type !== 2) return;
    const now = await this.#answerTo(parts.id);
    this.#compare(step, parts, now);
  }

  #answerTo(id: string): Promise<Parts | undefined> {
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const take = (answer: Parts | undefined): void => {
        timer?.cancel();
        this.#waiting = undefined;
        resolve(answer);
      };
      timer = this.#ports.clock.after(this.#options.timeoutMs, () => take(undefined));
      this.#waiting = { id, take };
    });
  }

  #take(text: string): void {
    const parts = partsOf(text);
    if (parts === undefined) return;
    if (parts.type === 2) this.#answer(parts);
    else if (parts.id === this.#waiting?.id) this.#waiting.take(parts);
  }

  #answer({ id, action = '' }: Parts): void {
    const recorded = this.#answers.ofStation(action);
    const frame =
      recorded === undefined
        ? [4, id, 'NotSupported', 'Not in the recorded session.', {}]
        : recorded.type === 3
          ? [3, id, recorded.payload]
          : [4, id, recorded.code, '', {}];
    this.#link?.send(JSON.stringify(frame));
  }

  #compare(step: FrameStep, { id, action = '' }: Parts, now: Parts | undefined): void {
    const then = this.#answers.ofCsms(step);
    if (then === undefined) return;
    this.#noteTransactionId(then, now);
    const recorded = gistOf(then);
    const found = now === undefined ? undefined : gistOf(now);
    if (found === recorded) this.#same += 1;
    else this.#differences.push({ call: `${action} ${id}`, recorded, now: found });
  }

  #noteTransactionId(then: Parts, now: Parts | undefined): void {
    const [before, after] = [then.payload, now?.payload].map((payload) =>
      isRecord(payload) && typeof payload.transactionId === 'number'
        ? payload.transactionId
        : undefined,
    );
    if (before !== undefined && after !== undefined) this.#transactionIds.set(before, after);
  }

  /** As it was, but for transaction ids that this CSMS has given otherwise. */
  #withIds(text: string, { type, id, action, payload }: Parts): string {
    if (!isRecord(payload) || typeof payload.transactionId !== 'number') return text;
    const given = this.#transactionIds.get(payload.transactionId);
    if (given === undefined || given === payload.transactionId) return text;
    return JSON.stringify([type, id, action, { ...payload, transactionId: given }]);
  }
}
