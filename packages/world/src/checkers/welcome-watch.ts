import type { StationEvent } from '@northbound/station';
import { UNWELCOME } from '../simulation/cards.ts';
import { evsePlace, type Violation } from './violation.ts';

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  /** Absent while it has no power. */
  readonly station:
    | { state(): { readonly connected: boolean; readonly registration: string } }
    | undefined;
}

/** Whoever got no answer for that long need not wait on. */
const PATIENCE_MS = 25_000;

/** An answer that says nothing. */
const EMPTY = /^\[(4,|3,"[^"]*",\{\}\]$)/;

/**
 * A card that the CSMS does not let charge is welcome nowhere while the station can ask: OfflineTxForUnknownIdEnabled is
 * for when it cannot, or gets no answer (2.1 part 2, C15; 1.6, AllowOfflineTxForUnknownId).
 */
export class WelcomeWatch {
  readonly violations: Violation[] = [];
  /** How often each station lost or found its CSMS. */
  readonly #changes = new Map<string, number>();
  /** That number, and when it was, when a card was shown, by EVSE; absent where nobody could be asked. */
  readonly #asked = new Map<string, { readonly changes: number; readonly atMs: number }>();

  /** A text has come to a station. */
  taken(identity: string, text: string): void {
    if (this.#asked.size === 0 || !EMPTY.test(text)) return;
    for (const place of this.#asked.keys()) {
      if (place.startsWith(`${identity} `)) this.#asked.delete(place);
    }
  }

  told(machine: Watched, event: StationEvent, nowMs: number): void {
    const { identity } = machine;
    const changes = this.#changes.get(identity) ?? 0;
    if (event.type === 'link' || event.type === 'registration' || event.type === 'power') {
      this.#changes.set(identity, changes + 1);
      return;
    }
    if (event.type !== 'authorization') return;
    const place = evsePlace(machine, event.evseId);
    if (event.result === 'checking') {
      if (isOnline(machine)) this.#asked.set(place, { changes, atMs: nowMs });
      else this.#asked.delete(place);
      return;
    }
    const asked = this.#asked.get(place);
    this.#asked.delete(place);
    const couldAsk =
      isOnline(machine) && asked?.changes === changes && nowMs - asked.atMs < PATIENCE_MS;
    const { idToken } = event.idToken;
    if (event.result !== 'authorized' || !couldAsk || !UNWELCOME.includes(idToken)) return;
    const what = `lets ${idToken} charge, with a CSMS to ask`;
    this.violations.push({ rule: 'authorization', place, what, atMs: nowMs });
  }
}

function isOnline({ station }: Watched): boolean {
  const state = station?.state();
  return state?.connected === true && state.registration === 'Accepted';
}
