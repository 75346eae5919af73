import { createServer, type Server } from 'node:http';
import type { CsmsEvent, TransactionView } from '@northbound/csms';
import type { Dice } from '@northbound/rpc/testing';
import { type Listening, listenOnLoopback } from './loopback.ts';

interface Delivery {
  readonly events: readonly { readonly id: string; readonly event: CsmsEvent }[];
}

/** A system beside the CSMS that is sent its events; sometimes it has no time for them, or breaks down in the middle. */
export class Receiver implements AsyncDisposable {
  readonly #server: Server;
  readonly #listening: Listening;
  readonly #dice: Dice;
  readonly #seen = new Set<string>();
  /** The last that it has heard of each transaction, by the CSMS's key. */
  readonly transactions = new Map<number, TransactionView>();
  /** The charge detail records that it has heard of, by number. */
  readonly records = new Set<number>();
  events = 0;
  repeated = 0;

  private constructor(server: Server, listening: Listening, dice: Dice) {
    this.#server = server;
    this.#listening = listening;
    this.#dice = dice;
    server.on('request', async (request, response) => {
      try {
        const pieces: Buffer[] = [];
        for await (const piece of request) if (piece instanceof Buffer) pieces.push(piece);
        if (this.#dice.chance(0.02)) {
          request.destroy();
          return;
        }
        // What it answers with 2xx it has taken; before that nothing counts.
        const isBusy = this.#dice.chance(0.02);
        if (!isBusy) this.#take(JSON.parse(Buffer.concat(pieces).toString()));
        response.writeHead(isBusy ? 503 : 204).end();
      } catch {
        // The CSMS was killed while it sent.
        request.destroy();
      }
    });
  }

  static async listen(dice: Dice): Promise<Receiver> {
    const server = createServer();
    return new Receiver(server, await listenOnLoopback(server), dice);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listening.port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#listening.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #take({ events }: Delivery): void {
    for (const { id, event } of events) {
      if (this.#seen.has(id)) {
        this.repeated += 1;
        continue;
      }
      this.#seen.add(id);
      this.events += 1;
      if (event.type === 'transaction') {
        this.transactions.set(event.transaction.id, event.transaction);
      } else if (event.type === 'cdr') {
        this.records.add(event.cdr.number);
      }
    }
  }
}
