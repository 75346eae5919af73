import {
  type Csms,
  createBus,
  createCsms,
  type Database,
  DEFAULT_SETTINGS,
  openSqlite,
} from '@northbound/csms';
import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import { RpcAcceptor } from '@northbound/rpc';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { PROTOCOLS, versionsOf } from '../../protocols.ts';
import { Draw } from '../draw.ts';
import { described } from '../observer.ts';
import { AnswerSource } from './answer-source.ts';
import type { FrameCase } from './case.ts';
import { Conversation } from './conversation.ts';
import type { Corpus } from './corpus.ts';
import { StationLink } from './station-link.ts';
import type { FrameTarget, FrameTargets } from './target.ts';

/** Stations that take turns, so that a CSMS has what earlier cases have left in it. */
const STATIONS = 12;
/** Longer than anything that a CSMS waits for before it answers, and longer than its calls wait. */
const PATIENCE_MS = 90_000;

/** A CSMS refuses nothing that is valid: what it cannot do, it answers as the standard says. */
const DOMAIN_CODES: readonly string[] = [];

export const csmsTargets: FrameTargets = {
  name: 'CSMS',
  role: 'CSMS',
  start: () => CsmsTarget.start(),
};

/** The CSMS as it is in production, with its store in memory; stations are texts. */
class CsmsTarget implements FrameTarget {
  readonly #clock = new VirtualClock();
  readonly #failures: unknown[] = [];
  readonly #acceptor: RpcAcceptor<Parameters<Csms['gateway']['onConnect']>[1]>;
  readonly #csms: Csms;
  readonly #database: Database;
  /** By station: the messages that it took which may begin a transaction. */
  readonly #told = new Map<string, Set<string>>();
  #cases = 0;

  private constructor(csms: Csms, database: Database, clock: VirtualClock, failures: unknown[]) {
    this.#csms = csms;
    this.#database = database;
    this.#clock = clock;
    this.#failures = failures;
    const { gateway, handlers } = csms;
    this.#acceptor = new RpcAcceptor(
      {
        ...gateway,
        limits: { drainMs: 0, framesPerSecond: Number.POSITIVE_INFINITY },
        versions: versionsOf(handlers),
      },
      { clock, random: seededRandom(1) },
    );
  }

  static async start(): Promise<CsmsTarget> {
    const clock = new VirtualClock();
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const database = await openSqlite({ file: ':memory:', worker: false });
    const csms = await createCsms(
      { ...DEFAULT_SETTINGS, admission: 'open' },
      {
        clock,
        database,
        bus: createBus(onFailure),
        passwords: {
          hash: async () => '',
          verify: async () => false,
          digest: () => new Uint8Array(),
        },
        protocols: PROTOCOLS,
        onFailure,
      },
    );
    return new CsmsTarget(csms, database, clock, failures);
  }

  async play(frameCase: FrameCase, corpus: Corpus): Promise<readonly string[]> {
    const { version } = frameCase;
    this.#cases += 1;
    const identity = `F-${version}-${this.#cases % STATIONS}`;
    const conversation = new Conversation(PROTOCOLS[version], 'CSMS', DOMAIN_CODES);
    const answers = new AnswerSource(corpus, new Draw(seededRandom(frameCase.seed + 1)));
    let link = await this.#connect(identity, version, conversation, answers);
    let asked = 0;
    for (const step of frameCase.steps) {
      switch (step.do) {
        case 'frame':
          link.say(step.text);
          break;
        case 'ask': {
          asked += 1;
          const payload: unknown = JSON.parse(step.payload);
          this.#csms.commands
            .call(identity, step.action, payload)
            // A station that is gone, or a command that does not fit its version: told to the operator.
            .catch(() => undefined)
            .finally(() => {
              asked -= 1;
            });
          break;
        }
        case 'wait':
          await this.#clock.advance(step.ms);
          conversation.settle();
          break;
        case 'reconnect':
          link.drop();
          link = await this.#connect(identity, version, conversation, answers);
      }
      if (conversation.complaints.length > 0 || this.#failures.length > 0) break;
    }
    await this.#clock.advance(100);
    conversation.settle();
    for (let waitedMs = 0; !(conversation.isSettled && asked === 0) && waitedMs < 600_000; ) {
      await this.#clock.advance(PATIENCE_MS);
      waitedMs += PATIENCE_MS;
      conversation.settle();
    }
    conversation.end();
    if (conversation.complaints.length === 0) await this.#stillWorks(link, conversation, version);
    link.drop();
    return [
      ...conversation.complaints,
      ...(asked === 0 ? [] : [`${asked} calls of the CSMS never end`]),
      ...(await this.#storedTwice(identity, conversation)),
      ...this.#failures.splice(0).map((error) => `the CSMS reports ${described(error)}`),
    ];
  }

  async end(): Promise<void> {
    const closing = Promise.all([this.#acceptor.close(), this.#csms.close()]);
    await this.#clock.advance(10_000);
    await closing;
    await this.#database.close();
  }

  async #connect(
    identity: string,
    version: Version,
    conversation: Conversation,
    answers: AnswerSource,
  ): Promise<StationLink> {
    conversation.lost();
    const handshake = {
      identity,
      version,
      subprotocols: [SUBPROTOCOLS[version]],
      remoteAddress: '192.0.2.1',
      secure: false,
    };
    const admitted = await this.#acceptor.admit(handshake);
    if (!admitted.accept) throw new Error(`${identity} is turned away with ${admitted.status}`);
    const link = new StationLink(conversation, answers);
    const listener = this.#acceptor.open(link, handshake, admitted.context);
    if (listener === undefined) throw new Error('no version in common');
    link.listener = listener;
    link.say(JSON.stringify([2, 'boot', 'BootNotification', BOOTS[version]]));
    await this.#clock.advance(20);
    conversation.settle();
    return link;
  }

  /** After all that was wrong, what is right is done as ever. */
  async #stillWorks(
    link: StationLink,
    conversation: Conversation,
    version: Version,
  ): Promise<void> {
    const before = conversation.accepted.length;
    link.say(JSON.stringify([2, 'still-1', 'Heartbeat', {}]));
    await this.#clock.advance(20);
    link.say(JSON.stringify([2, 'still-2', ...SESSIONS[version](this.#cases)]));
    await this.#clock.advance(100);
    conversation.end();
    if (conversation.accepted.length !== before + 2 && conversation.complaints.length === 0) {
      conversation.complaints.push('the CSMS does not work as before any more');
    }
  }

  async #storedTwice(identity: string, { accepted }: Conversation): Promise<readonly string[]> {
    const told = this.#told.get(identity) ?? new Set<string>();
    this.#told.set(identity, told);
    for (const { action, payload } of accepted) {
      if (MAY_BEGIN.has(action)) told.add(action + JSON.stringify(payload));
    }
    const [row] = await this.#database.read<{ readonly count: number }>({
      sql: 'SELECT count(*) AS count FROM transactions WHERE station_id = ?',
      params: [identity],
    });
    const stored = Number(row?.count);
    return stored <= told.size
      ? []
      : [
          `${told.size} messages may have begun a transaction, ${stored} have: something was stored twice`,
        ];
  }
}

/**
 * Any of these may begin a transaction: a CSMS has to believe what it hears of one that it has forgotten, and a station
 * may use an id again. The same message never begins two.
 */
const MAY_BEGIN: ReadonlySet<string> = new Set([
  'StartTransaction',
  'StopTransaction',
  'MeterValues',
  'TransactionEvent',
]);

const BOOT_2 = { reason: 'PowerUp', chargingStation: { vendorName: 'Fuzz', model: 'Fuzz' } };

const BOOTS = {
  '1.6': { chargePointVendor: 'Fuzz', chargePointModel: 'Fuzz' },
  '2.0.1': BOOT_2,
  '2.1': BOOT_2,
} as const satisfies Readonly<Record<Version, object>>;

const started2 = (number: number): [string, object] => [
  'TransactionEvent',
  {
    eventType: 'Started',
    triggerReason: 'CablePluggedIn',
    timestamp: '2026-01-01T00:00:00Z',
    seqNo: 0,
    transactionInfo: { transactionId: `still-${number}` },
    evse: { id: 1, connectorId: 1 },
  },
];

/** A transaction begins that nobody has told before. */
const SESSIONS: Readonly<Record<Version, (number: number) => [string, object]>> = {
  '1.6': (number) => [
    'StartTransaction',
    { connectorId: 1, idTag: 'CARD-1', meterStart: number, timestamp: '2026-01-01T00:00:00Z' },
  ],
  '2.0.1': started2,
  '2.1': started2,
};
