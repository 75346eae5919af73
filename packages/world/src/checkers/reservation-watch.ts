import type { StationEvent } from '@northbound/station';
import { evsePlace, type Violation } from './violation.ts';

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  readonly isRotten: boolean;
  /** Else it may be over by its own clock. */
  readonly clockIsRight: boolean;
  /** Absent while it has no power. */
  readonly station:
    | { state(): { readonly evses: readonly { readonly transactionId?: string }[] } }
    | undefined;
}

/** An EVSE that is kept for somebody. */
interface Reserved {
  readonly id: number;
  /** The token that it is kept for, and those of its group. */
  readonly tokens: readonly string[];
  readonly untilMs: number;
}

/** As long as an EVSE is kept for a token, no other begins there (2.1 part 2, H03; 1.6 edition 2, 5.13). */
export class ReservationWatch {
  readonly violations: Violation[] = [];
  /** By EVSE. */
  readonly #reserved = new Map<string, Reserved>();

  /** The station has accepted it. */
  accepted(machine: Watched, evseId: number, reserved: Reserved): void {
    if (machine.clockIsRight) this.#reserved.set(evsePlace(machine, evseId), reserved);
  }

  /** Somebody takes it back. */
  cancelled(id: number): void {
    for (const [place, reserved] of this.#reserved) {
      if (reserved.id === id) this.#reserved.delete(place);
    }
  }

  told(machine: Watched, event: StationEvent, nowMs: number): void {
    if (this.#reserved.size === 0 || !('evseId' in event)) return;
    const place = evsePlace(machine, event.evseId);
    const reserved = this.#reserved.get(place);
    if (reserved === undefined) return;
    if (isLost(event) || nowMs >= reserved.untilMs || !machine.clockIsRight || machine.isRotten) {
      this.#reserved.delete(place);
    } else if (event.type === 'authorization' && event.result === 'authorized') {
      this.#look(machine, event.evseId, event.idToken.idToken, reserved, nowMs);
    }
  }

  #look(machine: Watched, evseId: number, idToken: string, reserved: Reserved, nowMs: number) {
    const place = evsePlace(machine, evseId);
    // What was interrupted goes on.
    if (machine.station?.state().evses[evseId - 1]?.transactionId !== undefined) return;
    this.#reserved.delete(place);
    if (reserved.tokens.includes(idToken)) return;
    const what = `lets ${idToken} charge, it is reserved for ${reserved.tokens[0]}`;
    this.violations.push({ rule: 'authorization', place, what, atMs: nowMs });
  }
}

/** H01.FR.16 and .17: it ends with the EVSE that it is for. */
function isLost(event: StationEvent): boolean {
  return (
    event.type === 'fault' ||
    (event.type === 'connector' && ['Faulted', 'Unavailable'].includes(event.availabilityState))
  );
}
