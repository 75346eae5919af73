import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Version } from '@northbound/protocol';
import type { SoakStationState } from './soak-station.ts';
import type { Undertaker } from './undertaker.ts';

export interface FleetSetup {
  /** The CSMS's endpoint without the identities. */
  readonly url: string;
  /** Where flash and meters are kept. */
  readonly folder: string;
  readonly journal: string;
  readonly stations: readonly { readonly identity: string; readonly version: Version }[];
  readonly seed: number;
}

/** What a fleet is told: people come, nobody comes any more, how is everybody. */
export type FleetOrder = 'begin' | 'end' | 'states';

/** What a fleet says. */
export type FleetSign =
  | { readonly type: 'ready' }
  | { readonly type: 'answers'; readonly count: number }
  | { readonly type: 'states'; readonly states: readonly SoakStationState[] };

/** Stations in a process of their own, which may be killed: their flash and their meters stay. */
export class FleetProcess {
  readonly setup: FleetSetup;
  readonly #undertaker: Undertaker;
  readonly #answered: (count: number) => void;
  #child: ChildProcess | undefined;
  #lives = 0;
  #whenStates: ((states: readonly SoakStationState[]) => void) | undefined;

  constructor(setup: FleetSetup, undertaker: Undertaker, answered: (count: number) => void) {
    this.setup = setup;
    this.#undertaker = undertaker;
    this.#answered = answered;
  }

  /** Settles when its stations are switched on. */
  async start(): Promise<void> {
    this.#lives += 1;
    const { setup } = this;
    // Each life has its own people.
    const text = JSON.stringify({ ...setup, seed: setup.seed + 1_000 * this.#lives });
    const child = fork(new URL('./fleet-main.ts', import.meta.url), [text]);
    this.#child = child;
    const { pid } = child;
    if (pid !== undefined) this.#undertaker.watch({ pid });
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    child.once('exit', (status, signal) => {
      if (pid !== undefined) this.#undertaker.forget({ pid });
      if (this.#child === child) this.#child = undefined;
      reject(new Error(`a fleet ended with ${status ?? signal}`));
    });
    child.on('message', (sign: FleetSign) => {
      if (sign.type === 'ready') resolve();
      else if (sign.type === 'answers') this.#answered(sign.count);
      else this.#whenStates?.(sign.states);
    });
    await ready;
  }

  tell(order: Exclude<FleetOrder, 'states'>): void {
    this.#child?.send(order);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  /** All its stations lose their power. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  get isUp(): boolean {
    return this.#child !== undefined;
  }

  async states(): Promise<readonly SoakStationState[]> {
    const { promise, resolve } = Promise.withResolvers<readonly SoakStationState[]>();
    this.#whenStates = resolve;
    this.#child?.send('states');
    return promise;
  }
}
