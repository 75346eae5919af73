import type { Ocpp21 } from '@northbound/protocol';
import {
  AVAILABILITY,
  type AvailabilityEvent,
  type AvailabilityState,
  REPORTED,
} from '../availability/availability.ts';
import type { Core } from '../core.ts';
import type { Evse } from './evse.ts';

/** The connectors of one EVSE: whether each of them may be used, and by whom. */
export class Connectors {
  readonly #core: Core;
  readonly #evse: Evse;
  readonly #states: AvailabilityState[];

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
    this.#states = evse.config.connectors.map(() => 'Available');
  }

  has(connectorId: number): boolean {
    return this.#states[connectorId - 1] !== undefined;
  }

  state(connectorId: number): AvailabilityState {
    return this.#states[connectorId - 1] ?? 'Unavailable';
  }

  /** What all of them are reported as together: as the one in use, else as the best one. */
  get reported(): Ocpp21.ConnectorStatusEnumType {
    const states = this.#states.map((state) => REPORTED[state]);
    const best = (['Occupied', 'Available', 'Reserved', 'Faulted'] as const).find((state) =>
      states.includes(state),
    );
    return best ?? 'Unavailable';
  }

  /** Whether a vehicle could be plugged in. */
  get anyFree(): boolean {
    return this.#states.includes('Available');
  }

  /** Whether one is kept for the holder of a reservation. */
  get reserved(): boolean {
    return this.#states.some((state) => REPORTED[state] === 'Reserved');
  }

  /** @param connectorId 0 for all of them */
  step(event: AvailabilityEvent, connectorId = 0): void {
    for (const [index, state] of this.#states.entries()) {
      if (connectorId !== 0 && connectorId !== index + 1) continue;
      const [next] = AVAILABILITY[state][event];
      this.#states[index] = next;
      if (REPORTED[next] !== REPORTED[state]) this.#tell(index + 1, next);
    }
  }

  #tell(connectorId: number, state: AvailabilityState): void {
    this.#core.tell({
      type: 'connector',
      evseId: this.#evse.id,
      connectorId,
      availabilityState: REPORTED[state],
    });
  }
}
