import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '@northbound/rpc/testing';
import type { LinkFault } from '../plan.ts';
import { type Listening, listenOnLoopback } from './loopback.ts';

/** How late every byte is under `latency`. */
const LATENCY_MS = 700;
/** Under `trickle`: so many bytes at a time, with a pause after each. */
const TRICKLE_BYTES = 37;
const TRICKLE_MS = 3;
/** How much of the next piece still gets through when a link is torn. */
const TORN_BYTES = 11;

/** A connection: one end of it is the station's, the other the CSMS's. */
class Connection {
  readonly #station: Socket;
  readonly #csms: Socket;
  #fault: LinkFault | undefined;
  /** While nothing moves; resolved when it moves again. */
  #stalled: PromiseWithResolvers<void> | undefined;

  constructor(station: Socket, csms: Socket, ended: () => void) {
    this.#station = station;
    this.#csms = csms;
    for (const end of [station, csms]) end.setNoDelay(true);
    void Promise.all([this.#pump(station, csms), this.#pump(csms, station)]).then(ended);
  }

  suffer(fault: LinkFault): void {
    this.#fault = fault;
    if (fault === 'reset') this.reset();
    else if (fault === 'halfOpen') this.#csms.destroy();
    else if (fault === 'vanished') this.#station.resetAndDestroy();
    else if (fault === 'stall') this.#stalled = Promise.withResolvers();
  }

  /** A link of which one end is gone stays dead: nobody has told the other one. */
  heal(): void {
    if (!this.#isSilent) this.#fault = undefined;
    this.#stalled?.resolve();
    this.#stalled = undefined;
  }

  reset(): void {
    this.#stalled?.resolve();
    this.#station.resetAndDestroy();
    this.#csms.resetAndDestroy();
  }

  get #isSilent(): boolean {
    return this.#fault === 'halfOpen' || this.#fault === 'vanished';
  }

  async #pump(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from) {
        if (!(chunk instanceof Buffer)) continue;
        await this.#stalled?.promise;
        await this.#pass(chunk, to);
      }
      await this.#stalled?.promise;
    } catch {
      // Reset by its peer: the other end hears it below.
    }
    if (this.#isSilent) return;
    if (from.errored === null) to.end();
    else to.resetAndDestroy();
  }

  async #pass(chunk: Buffer, to: Socket): Promise<void> {
    switch (this.#fault) {
      case 'halfOpen':
      case 'vanished':
        return;
      case 'torn':
        to.write(chunk.subarray(0, TORN_BYTES));
        await sleep(1);
        this.reset();
        return;
      case 'latency':
        await sleep(LATENCY_MS);
        break;
      case 'trickle':
        for (let at = 0; at < chunk.length && !to.destroyed; at += TRICKLE_BYTES) {
          to.write(chunk.subarray(at, at + TRICKLE_BYTES));
          await sleep(TRICKLE_MS);
        }
        return;
    }
    if (!to.destroyed && !to.write(chunk))
      await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }
}

/** A TCP proxy in front of the CSMS, at one address through all its lives, whose links break on demand. */
export class FaultProxy implements AsyncDisposable {
  readonly #listening: Listening;
  readonly #connections = new Set<Connection>();
  readonly #dice: Dice;
  #refuses = false;
  /** Where the CSMS listens now. */
  targetPort = 0;

  private constructor(server: Server, listening: Listening, dice: Dice) {
    this.#listening = listening;
    this.#dice = dice;
    server.on('connection', (station) => this.#accept(station));
  }

  static async listen(dice: Dice): Promise<FaultProxy> {
    const server = createServer();
    return new FaultProxy(server, await listenOnLoopback(server), dice);
  }

  get port(): number {
    return this.#listening.port;
  }

  /** @param part of the connections, in percent */
  strike(fault: LinkFault, part: number): void {
    if (fault === 'refuse') this.#refuses = true;
    for (const connection of this.#connections) {
      if (!this.#dice.chance(part / 100)) continue;
      // Who is refused must first have lost what there was.
      connection.suffer(fault === 'refuse' ? 'reset' : fault);
    }
  }

  heal(): void {
    this.#refuses = false;
    for (const connection of this.#connections) connection.heal();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#listening.close();
    for (const connection of this.#connections) connection.reset();
    await closed;
  }

  #accept(station: Socket): void {
    station.on('error', () => undefined);
    if (this.#refuses) {
      station.resetAndDestroy();
      return;
    }
    const csms = connect(this.targetPort, '127.0.0.1');
    // While the CSMS does not run, nobody listens there.
    const refused = () => station.resetAndDestroy();
    csms.on('error', refused);
    csms.once('connect', () => {
      csms.off('error', refused).on('error', () => undefined);
      const connection = new Connection(station, csms, () => this.#connections.delete(connection));
      this.#connections.add(connection);
    });
  }
}
