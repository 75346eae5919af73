import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import { SparseMap } from '../sparse-map.ts';
import { OPERATOR, type OperatorEvent, type OperatorSetting } from './operator-table.ts';

const STORED = 'availability:';

/**
 * ChangeAvailability (2.1 part 2, G03 and G04). What the operator set is kept for the station, each
 * EVSE and each connector by itself, over power cuts, as is what waits for the end of a transaction;
 * a connector is operative when all three are.
 */
export class OperatorAvailability {
  readonly #core: Core;
  /** By `evse/connector`, whatever is not Operative. */
  readonly #settings = new SparseMap<string, OperatorSetting>();
  /** The station itself lets nobody begin, as long as it runs: not stored. */
  #withheld = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Takes over what was set before the reboot. */
  restore(): void {
    const { values } = this.#core.storage;
    for (const name of values.keys(STORED)) {
      const setting = values.get(name) === 'Scheduled' ? 'Scheduled' : 'Inoperative';
      this.#settings.set(name.slice(STORED.length), setting);
    }
    this.#settle();
    for (const evse of this.#core.evses) this.#applyTo(evse);
  }

  change({
    operationalStatus,
    evse: target,
  }: Ocpp21.ChangeAvailabilityRequest): Ocpp21.ChangeAvailabilityResponse {
    const evseId = target?.id ?? 0;
    const connectorId = target?.connectorId ?? 0;
    if (!this.#exists(evseId, connectorId)) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } };
    }
    const key = keyOf(evseId, connectorId);
    const setting = this.#step(
      key,
      operationalStatus === 'Operative'
        ? 'operative'
        : this.#isBusy(key)
          ? 'inoperativeWhenBusy'
          : 'inoperativeWhenIdle',
    );
    // What a power cut would take away is not promised (G03.FR.08).
    if (setting === undefined) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'OutOfStorage' } };
    }
    // The answer leaves before the news about it. Those that are free need not wait for the others.
    this.#core.after(0, () => {
      for (const evse of this.#affectedBy(key)) this.#applyTo(evse);
    });
    return { status: setting === 'Scheduled' ? 'Scheduled' : 'Accepted' };
  }

  /** EVSEs that are free are Unavailable, the others when they become free (L01.FR.07). */
  withhold(withheld: boolean): void {
    if (this.#withheld === withheld) return;
    this.#withheld = withheld;
    for (const evse of this.#core.evses) this.#applyTo(evse);
  }

  transactionEnded(evse: Evse): void {
    if (this.#settings.size === 0 && !this.#withheld) return;
    this.#settle();
    this.#applyTo(evse);
  }

  #applyTo(evse: Evse): void {
    if (evse.transaction.running !== undefined) return;
    const cause = evse.transaction.state === 'None' ? 'becameUsable' : 'availabilityChanged';
    evse.apply(cause, () => {
      for (const index of evse.config.connectors.keys()) {
        const connectorId = index + 1;
        const keys = [keyOf(0, 0), keyOf(evse.id, 0), keyOf(evse.id, connectorId)];
        const isOperative = !this.#withheld && !keys.some((key) => this.#settings.has(key));
        evse.stepConnectors(isOperative ? 'operative' : 'inoperative', connectorId);
      }
    });
  }

  /** @param evseId 0 for the station, which has no connectors of its own */
  #exists(evseId: number, connectorId: number): boolean {
    if (evseId === 0) return connectorId === 0;
    const connectors = this.#core.evses[evseId - 1]?.config.connectors;
    return connectors !== undefined && connectorId >= 0 && connectorId <= connectors.length;
  }

  #affectedBy(key: string): readonly Evse[] {
    const { evses } = this.#core;
    return key === keyOf(0, 0) ? evses : evses.filter(({ id }) => key.startsWith(`${id}/`));
  }

  #isBusy(key: string): boolean {
    return this.#affectedBy(key).some(({ transaction }) => transaction.running !== undefined);
  }

  /** What waited for transactions that are over has its effect. */
  #settle(): void {
    for (const key of [...this.#settings.keys()]) if (!this.#isBusy(key)) this.#step(key, 'idle');
  }

  /** @returns undefined where there is no room to remember it, and nothing was changed */
  #step(key: string, event: OperatorEvent): OperatorSetting | undefined {
    const before = this.#settings.get(key) ?? 'Operative';
    const [next] = OPERATOR[before][event];
    if (next === before) return next;
    const { values } = this.#core.storage;
    if (next === 'Operative') {
      this.#settings.delete(key);
      values.delete(STORED + key);
    } else {
      // Scheduled on flash is Inoperative after a power cut, too: its transaction is over then.
      if (!values.keep(STORED + key, next) && before === 'Operative') return undefined;
      this.#settings.set(key, next);
    }
    return next;
  }
}

function keyOf(evseId: number, connectorId: number): string {
  return `${evseId}/${connectorId}`;
}
