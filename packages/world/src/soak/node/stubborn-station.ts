import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Version } from '@northbound/protocol';
import type { Dice } from '@northbound/rpc/testing';
import { newVisit, type Visit } from '../../simulation/visits.ts';

const EVENTS_OF_A_TRANSACTION = 12;
const STEP_WH = 700;
/** Without an answer for so long it gives the connection up, as it does when it breaks. */
const ANSWER_TIMEOUT_MS = 6_000;
const RECONNECT_MS = 150;

export interface StubbornParts {
  readonly identity: string;
  readonly version: Version;
  readonly dice: Dice;
  readonly url: string;
  /** Who charges there. */
  readonly idToken: string;
  /** A text on its wire, as it leaves and as it comes. */
  readonly tap: (from: 'station' | 'csms', text: string) => void;
  /** The CSMS has answered an event of a transaction. */
  readonly answered: () => void;
}

const BEGINS = { eventType: 'Started', triggerReason: 'Authorized' } as const;
const GOES_ON = { eventType: 'Updated', triggerReason: 'MeterValuePeriodic' } as const;
const ENDS = { eventType: 'Ended', triggerReason: 'EVCommunicationLost' } as const;

/**
 * A station that shares no code with the product: a WebSocket of the runtime, frames written by hand, and each message
 * again until it is answered, over as many connections as that takes. It loads the CSMS as fast as that answers, and
 * its memory of what was answered lives as long as the harness.
 */
export class StubbornStation {
  readonly #parts: StubbornParts;
  /** Each of its transactions is a visit: who charged, from which register to which. */
  readonly visits: Visit[] = [];
  registerWh = 0;
  #socket: WebSocket | undefined;
  #waiting = new Map<string, (payload: unknown) => void>();
  #messages = 0;
  #isOpen = false;
  #isEnding = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: StubbornParts) {
    this.#parts = parts;
  }

  get identity(): string {
    return this.#parts.identity;
  }

  get version(): Version {
    return this.#parts.version;
  }

  begin(): void {
    this.#isOpen = true;
    this.#running = this.#run();
  }

  /** Settles when its last transaction is told. */
  async end(): Promise<void> {
    this.#isOpen = false;
    await this.#running;
    this.#socket?.close();
  }

  /** It will not be answered any more. */
  giveUp(): void {
    this.#isEnding = true;
    this.#isOpen = false;
    this.#socket?.close();
    for (const settle of this.#waiting.values()) settle(undefined);
  }

  async #run(): Promise<void> {
    while (this.#isOpen) {
      await (this.#parts.version === '1.6' ? this.#transaction16() : this.#transaction2());
    }
  }

  #arrive(): Visit {
    const visit = newVisit(this.registerWh);
    visit.acts.push({ what: 'shows', idToken: this.#parts.idToken }, { what: 'plugsOut' });
    this.visits.push(visit);
    return visit;
  }

  async #transaction2(): Promise<void> {
    const visit = this.#arrive();
    const { identity, idToken } = this.#parts;
    const transactionId = `${identity}-${this.visits.length}`;
    const last = EVENTS_OF_A_TRANSACTION - 1;
    for (let seqNo = 0; seqNo <= last; seqNo += 1) {
      const timestamp = new Date().toISOString();
      await this.#deliver('TransactionEvent', {
        ...(seqNo === 0 ? BEGINS : seqNo === last ? ENDS : GOES_ON),
        timestamp,
        seqNo,
        transactionInfo: {
          transactionId,
          chargingState: 'Charging',
          ...(seqNo === last && { stoppedReason: 'EVDisconnected' }),
        },
        evse: { id: 1, connectorId: 1 },
        ...(seqNo === 0 && { idToken: { idToken, type: 'ISO14443' } }),
        meterValue: [{ timestamp, sampledValue: [{ value: this.registerWh }] }],
      });
      if (seqNo < last) this.registerWh += STEP_WH;
    }
    visit.toWh = this.registerWh;
  }

  async #transaction16(): Promise<void> {
    const visit = this.#arrive();
    const started = await this.#deliver('StartTransaction', {
      connectorId: 1,
      idTag: this.#parts.idToken,
      meterStart: this.registerWh,
      timestamp: new Date().toISOString(),
    });
    const transactionId: unknown = Object(started).transactionId;
    for (let sample = 2; sample < EVENTS_OF_A_TRANSACTION; sample += 1) {
      this.registerWh += STEP_WH;
      const sampledValue = [{ value: `${this.registerWh}` }];
      const meterValue = [{ timestamp: new Date().toISOString(), sampledValue }];
      await this.#deliver('MeterValues', { connectorId: 1, transactionId, meterValue });
    }
    this.registerWh += STEP_WH;
    await this.#deliver('StopTransaction', {
      transactionId,
      meterStop: this.registerWh,
      timestamp: new Date().toISOString(),
      reason: 'EVDisconnected',
    });
    visit.toWh = this.registerWh;
  }

  /** @returns the payload of the answer; undefined when it has given up */
  async #deliver(action: string, payload: object): Promise<unknown> {
    const { dice } = this.#parts;
    // Now and then a burst; otherwise a load that leaves the fleets their share.
    if (!dice.chance(0.3)) await sleep(dice.between(0, 80));
    while (!this.#isEnding) {
      const answer = await this.#attempt(action, payload);
      if (answer !== undefined) {
        this.#parts.answered();
        return answer;
      }
      await sleep(RECONNECT_MS);
    }
    return undefined;
  }

  async #attempt(action: string, payload: object): Promise<unknown> {
    const socket = await this.#connected();
    return socket === undefined ? undefined : this.#call(socket, action, payload);
  }

  async #connected(): Promise<WebSocket | undefined> {
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket;
    const { url, identity, version } = this.#parts;
    const socket = new WebSocket(`${url}/${identity}`, [`ocpp${version}`]);
    socket.addEventListener('message', ({ data }) => this.#receive(socket, String(data)));
    socket.addEventListener('close', () => {
      // Whoever waits on it waits for nothing.
      if (this.#socket === socket) this.#lose();
    });
    const failed = once(socket, 'error').then(() => false);
    const isOpen = await Promise.race([
      once(socket, 'open').then(() => true),
      failed.catch(() => false),
      sleep(ANSWER_TIMEOUT_MS).then(() => false),
    ]);
    if (!isOpen) {
      socket.close();
      return undefined;
    }
    this.#socket = socket;
    const booted = await this.#call(socket, 'BootNotification', bootOf(version));
    return booted === undefined ? undefined : socket;
  }

  async #call(socket: WebSocket, action: string, payload: object): Promise<unknown> {
    this.#messages += 1;
    const id = `${this.identity}.${this.#messages}`;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, resolve);
    const text = JSON.stringify([2, id, action, payload]);
    this.#parts.tap('station', text);
    socket.send(text);
    const timeout = setTimeout(() => {
      // Half open, or a CSMS that is stopped.
      socket.close();
      if (this.#socket === socket) this.#lose();
      resolve(undefined);
    }, ANSWER_TIMEOUT_MS);
    const answer = await promise;
    clearTimeout(timeout);
    this.#waiting.delete(id);
    return answer;
  }

  #lose(): void {
    this.#socket = undefined;
    for (const settle of this.#waiting.values()) settle(undefined);
  }

  #receive(socket: WebSocket, text: string): void {
    this.#parts.tap('csms', text);
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) return;
    const [type, id, payload]: unknown[] = frame;
    // A station answers what the CSMS asks; this one supports none.
    if (type === 2) socket.send(JSON.stringify([4, id, 'NotSupported', '', {}]));
    else this.#waiting.get(String(id))?.(type === 3 ? payload : undefined);
  }
}

function bootOf(version: Version): object {
  return version === '1.6'
    ? { chargePointVendor: 'Test', chargePointModel: 'Stubborn' }
    : { reason: 'PowerUp', chargingStation: { vendorName: 'Test', model: 'Stubborn' } };
}
