import {
  type Csms,
  createBus,
  createCsms,
  DatabaseError,
  DEFAULT_SETTINGS,
  type Passwords,
  type Statement,
} from '@northbound/csms';
import { type Clock, type Random, RpcAcceptor } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import type { SimulatedNetwork } from '../network/network.ts';
import { PROTOCOLS, versionsOf } from '../protocols.ts';
import type { SimulatedDisk } from './disk.ts';
import { MortalClock } from './mortal-clock.ts';
import { SimulatedAuthority } from './simulated-authority.ts';

/** Between an end of the process and its next start. */
const RESTART_MS = 10_000;

/** Of a CSMS whose operator pays for each byte over the air; the stations' own pings come more often. */
const PING_INTERVAL_MS = 240_000;

/** Stations of the world have none: hashing takes real threads, which no seed can order. */
const noPasswords: Passwords = {
  hash: async () => '',
  verify: async () => false,
  digest: () => new Uint8Array(),
};

/** The machine that the CSMS runs on: its process dies and comes back, its disk stays. */
export class CsmsMachine {
  /** What the CSMS reported as broken; the world expects nothing here. */
  readonly failures: unknown[] = [];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #authorityDice: Dice;
  readonly #network: SimulatedNetwork;
  readonly #disk: SimulatedDisk<Statement>;
  readonly #happened: (place: string, what: string) => void;
  #life: { readonly clock: MortalClock; csms?: Csms } | undefined;

  constructor(parts: {
    readonly clock: Clock;
    readonly random: Random;
    /** Of its certificate authority. */
    readonly authorityDice: Dice;
    readonly network: SimulatedNetwork;
    readonly disk: SimulatedDisk<Statement>;
    /** Told when it runs, and when it dies. */
    readonly happened: (place: string, what: string) => void;
  }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#authorityDice = parts.authorityDice;
    this.#network = parts.network;
    this.#disk = parts.disk;
    this.#happened = parts.happened;
  }

  /** The CSMS, when its process runs and has opened its store. */
  get csms(): Csms | undefined {
    return this.#life?.csms;
  }

  /** Whether its process runs, or starts. */
  get isUp(): boolean {
    return this.#life !== undefined;
  }

  /** Starts the process, again and again as a supervisor does when its store refuses. */
  async start(): Promise<void> {
    try {
      await this.#boot();
    } catch (error) {
      if (!(error instanceof DatabaseError && error.isOfTheStore)) throw error;
      this.#life?.clock.die();
      this.#life = undefined;
      this.#disk.crash();
      this.#clock.after(RESTART_MS, () => {
        if (!this.isUp) void this.start();
      });
    }
  }

  /** Settles when stations may connect; never, when the process dies before. */
  async #boot(): Promise<void> {
    const life: { readonly clock: MortalClock; csms?: Csms } = {
      clock: new MortalClock(this.#clock),
    };
    this.#life = life;
    const { clock } = life;
    const onFailure = (error: unknown) => {
      if (this.#life === life) this.failures.push(error);
    };
    const csms = await createCsms(
      {
        ...DEFAULT_SETTINGS,
        admission: 'open',
        heartbeatIntervalS: 900,
      },
      {
        clock,
        database: this.#disk.open(),
        bus: createBus(onFailure),
        passwords: noPasswords,
        protocols: PROTOCOLS,
        certificateAuthority: new SimulatedAuthority(clock, this.#authorityDice),
        onFailure,
      },
    );
    if (this.#life !== life) return;
    life.csms = csms;
    this.#happened('CSMS', 'runs');
    const { gateway, handlers } = csms;
    this.#network.server = new RpcAcceptor(
      {
        ...gateway,
        limits: { pingIntervalMs: PING_INTERVAL_MS },
        versions: versionsOf(handlers),
      },
      { clock, random: this.#random },
    );
  }

  /** SIGKILL, or the power of the machine: then nobody is told. */
  crash(tellsStations: boolean): void {
    const life = this.#life;
    if (life === undefined) return;
    this.#life = undefined;
    this.#happened('CSMS', 'is dead');
    life.clock.die();
    this.#disk.crash();
    this.#network.serverVanished(tellsStations);
  }
}
