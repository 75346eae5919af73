import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import { type Link, type LinkListener, RpcAcceptor } from '@northbound/rpc';
import { seededRandom } from '@northbound/rpc/testing';
import type { StationContext } from '../core.ts';
import { type LogicUnderTest, protocols } from './csms-under-test.ts';
import { boot2, boot16 } from './messages.ts';

/** What a station does with a CALL: an answer, the code of a CALLERROR, or undefined for silence. */
type Answer = (action: string, payload: unknown) => object | string | undefined;

/** Links in memory: thousands of stations, in virtual time. The frames are made by hand, not by a session of ours. */
export class LinkedStations {
  readonly #acceptor: RpcAcceptor<StationContext>;

  constructor({ csms, clock }: LogicUnderTest) {
    const { gateway, handlers } = csms;
    this.#acceptor = new RpcAcceptor(
      {
        ...gateway,
        limits: { drainMs: 0, pingIntervalMs: 0 },
        versions: {
          '1.6': { protocol: protocols['1.6'], handlers: handlers['1.6'] },
          '2.0.1': { protocol: protocols['2.0.1'], handlers: handlers['2.0.1'] },
          '2.1': { protocol: protocols['2.1'], handlers: handlers['2.1'] },
        },
      },
      { clock, random: seededRandom(1) },
    );
  }

  /** @param meanwhile what happens between the handshake and the opening of the connection */
  async connect(
    identity: string,
    version: Version,
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): Promise<LinkedStation> {
    const handshake = {
      identity,
      version,
      subprotocols: [SUBPROTOCOLS[version]],
      remoteAddress: '192.0.2.1',
      secure: false,
    };
    const admitted = await this.#acceptor.admit(handshake);
    if (!admitted.accept) throw new Error(`${identity} was turned away: ${admitted.status}`);
    await meanwhile();
    const station = new LinkedStation(version);
    const listener = this.#acceptor.open(station, handshake, admitted.context);
    if (listener === undefined) throw new Error('no version in common');
    station.listen(listener);
    return station;
  }

  /** Connects it, and has its boot accepted. */
  async boot(identity: string, version: Version): Promise<LinkedStation> {
    const station = await this.connect(identity, version);
    await station.boot();
    return station;
  }

  close(): Promise<void> {
    return this.#acceptor.close();
  }
}

/** A station whose end of the link is written out here. */
export class LinkedStation implements Link {
  readonly bufferedBytes = 0;
  /** CALLs that came, in order. */
  readonly called: (readonly [action: string, payload: unknown])[] = [];
  answer: Answer = () => ({ status: 'Accepted' });
  readonly #version: Version;
  readonly #waiting = new Map<string, (frame: readonly unknown[]) => void>();
  readonly #unanswered: string[] = [];
  #listener: LinkListener | undefined;
  #lastId = 0;
  #isOpen = true;

  constructor(version: Version) {
    this.#version = version;
  }

  listen(listener: LinkListener): void {
    this.#listener = listener;
  }

  boot(): Promise<readonly unknown[]> {
    return this.call('BootNotification', this.#version === '1.6' ? boot16 : boot2);
  }

  /** Sends a CALL. Resolves with the frame that answers it. */
  call(action: string, payload: object): Promise<readonly unknown[]> {
    this.#lastId += 1;
    const id = `s${this.#lastId}`;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.tell([2, id, action, payload]);
    });
  }

  /** Answers the oldest CALL that got silence. */
  answerLate(payload: object): void {
    this.tell([3, this.#unanswered.shift(), payload]);
  }

  tell(frame: readonly unknown[]): void {
    if (this.#isOpen) this.#listener?.onText(JSON.stringify(frame));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The network is gone. */
  drop(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listener?.onClosed(1006, '');
  }

  send(text: string): void {
    queueMicrotask(() => {
      if (this.#isOpen) this.#take(text);
    });
  }

  close(): void {
    queueMicrotask(() => this.drop());
  }

  terminate(): void {
    this.close();
  }

  ping(): void {
    this.#listener?.onPong();
  }

  setReading(): void {}

  #take(text: string): void {
    const frame: readonly unknown[] = JSON.parse(text);
    const [type, id, third, payload] = frame;
    if (type !== 2) {
      this.#waiting.get(String(id))?.(frame);
      return;
    }
    const action = String(third);
    this.called.push([action, payload]);
    const answer = this.answer(action, payload);
    if (answer === undefined) this.#unanswered.push(String(id));
    else if (typeof answer === 'string') this.tell([4, id, answer, 'as the test wants', {}]);
    else this.tell([3, id, answer]);
  }
}
