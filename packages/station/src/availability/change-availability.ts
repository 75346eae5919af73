import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';

const STORED = 'availability:';

type Operational = Ocpp21.OperationalStatusEnumType;

/**
 * ChangeAvailability (2.1 part 2, G03 and G04). What the operator set is kept for the station, each
 * EVSE and each connector by itself, over reboots; a connector is operative when all three are.
 */
export class OperatorAvailability {
  readonly #core: Core;
  /** What is to be set when the transaction of the EVSE is over, by `evse/connector`. */
  readonly #scheduled = new Map<string, Operational>();
  /** The station itself lets nobody begin, as long as it runs: not stored. */
  #withheld = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Takes over what was set before the reboot. */
  restore(): void {
    for (const evse of this.#core.evses) this.#applyTo(evse);
  }

  change({
    operationalStatus,
    evse: target,
  }: Ocpp21.ChangeAvailabilityRequest): Ocpp21.ChangeAvailabilityResponse {
    const evseId = target?.id ?? 0;
    const connectorId = target?.connectorId ?? 0;
    if (evseId !== 0 && !this.#exists(evseId, connectorId)) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } };
    }
    const key = keyOf(evseId, connectorId);
    if (this.#isSet(key) === operationalStatus) {
      this.#scheduled.delete(key);
      return { status: 'Accepted' };
    }
    const affected = this.#core.evses.filter((evse) => evseId === 0 || evse.id === evseId);
    const busy = affected.some(({ transaction }) => transaction.running !== undefined);
    if (operationalStatus === 'Inoperative' && busy) {
      this.#scheduled.set(key, operationalStatus);
      // Those that are free need not wait for the others.
      for (const evse of affected) this.#applyTo(evse);
      return { status: 'Scheduled' };
    }
    this.#scheduled.delete(key);
    this.#store(key, operationalStatus);
    // The answer leaves before the news about it.
    this.#core.after(0, () => {
      for (const evse of affected) this.#applyTo(evse);
    });
    return { status: 'Accepted' };
  }

  /** EVSEs that are free are Unavailable, the others when they become free (L01.FR.07). */
  withhold(withheld: boolean): void {
    if (this.#withheld === withheld) return;
    this.#withheld = withheld;
    for (const evse of this.#core.evses) this.#applyTo(evse);
  }

  transactionEnded(evse: Evse): void {
    const isIdle = this.#core.evses.every(({ transaction }) => transaction.running === undefined);
    const before = this.#scheduled.size;
    for (const [key, status] of this.#scheduled) {
      const isDone = key === keyOf(0, 0) ? isIdle : key.startsWith(`${evse.id}/`);
      if (!isDone) continue;
      this.#scheduled.delete(key);
      this.#store(key, status);
    }
    if (before > 0 || this.#withheld) this.#applyTo(evse);
  }

  #applyTo(evse: Evse): void {
    if (evse.transaction.running !== undefined) return;
    const cause = evse.transaction.state === 'None' ? 'becameUsable' : 'availabilityChanged';
    evse.apply(cause, () => {
      for (const index of evse.config.connectors.keys()) {
        const connectorId = index + 1;
        const keys = [keyOf(0, 0), keyOf(evse.id, 0), keyOf(evse.id, connectorId)];
        const isOperative =
          !this.#withheld &&
          keys.every((key) => this.#isSet(key) === 'Operative' && !this.#scheduled.has(key));
        evse.stepConnectors(isOperative ? 'operative' : 'inoperative', connectorId);
      }
    });
  }

  #exists(evseId: number, connectorId: number): boolean {
    const connectors = this.#core.evses[evseId - 1]?.config.connectors;
    return connectors !== undefined && connectorId <= connectors.length;
  }

  #isSet(key: string): Operational {
    return this.#core.storage.values.get(STORED + key) === 'Inoperative'
      ? 'Inoperative'
      : 'Operative';
  }

  #store(key: string, status: Operational): void {
    const { values } = this.#core.storage;
    if (status === 'Inoperative') values.set(STORED + key, status);
    else values.delete(STORED + key);
  }
}

function keyOf(evseId: number, connectorId: number): string {
  return `${evseId}/${connectorId}`;
}
