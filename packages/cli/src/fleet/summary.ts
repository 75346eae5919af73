import type { Station } from '@northbound/station';

/** What a fleet did, counted as it happens. */
export class FleetCounter {
  readonly #stations: readonly Station[];
  #seconds = 0;
  #sent = 0;
  #received = 0;
  #errors = 0;
  #failures = 0;
  #sentBefore = 0;
  #receivedBefore = 0;
  readonly #reasons = new Set<string>();
  #news: string[] = [];

  constructor(stations: readonly Station[]) {
    this.#stations = stations;
    for (const station of stations) {
      station.subscribe((event) => {
        if (event.type === 'linkFailed') {
          this.#failures += 1;
          this.#learn(station, `no connection: ${event.reason}`);
        }
        if (event.type === 'authorization' && event.result === 'refused') {
          this.#learn(station, `a token is refused: ${event.reason ?? 'no reason is told'}`);
        }
        if (event.type !== 'frame') return;
        if (event.direction === 'out') this.#sent += 1;
        else this.#received += 1;
        if (event.kind === 'CALLERROR') this.#errors += 1;
      });
    }
  }

  /** Why a station is not let in, or a driver may not charge: each reason once, with the first station that met it. */
  takeNews(): readonly string[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  #learn(station: Station, reason: string): void {
    if (this.#reasons.has(reason)) return;
    this.#reasons.add(reason);
    this.#news.push(`${station.state().identity}: ${reason}`);
  }

  /** The line for the last `intervalS` seconds. */
  line(intervalS: number): string {
    this.#seconds += intervalS;
    const sent = (this.#sent - this.#sentBefore) / intervalS;
    const received = (this.#received - this.#receivedBefore) / intervalS;
    this.#sentBefore = this.#sent;
    this.#receivedBefore = this.#received;
    const states = this.#stations.map((station) => station.state());
    const evses = states.flatMap((state) => state.evses);
    const powerW = evses.reduce((sum, evse) => sum + evse.powerW, 0);
    const queued = states.reduce((sum, state) => sum + state.queuedEvents, 0);
    const count = (fits: (state: (typeof states)[number]) => boolean) => states.filter(fits).length;
    return [
      `${String(Math.round(this.#seconds)).padStart(5)} s`,
      `${count(({ on }) => on)}/${states.length} on`,
      `${count(({ connected }) => connected)} connected`,
      `${count(({ registration }) => registration === 'Accepted')} accepted`,
      `${evses.filter(({ transactionId }) => transactionId !== undefined).length} transactions`,
      `${(powerW / 1000).toFixed(0)} kW`,
      `${sent.toFixed(0)} out/s`,
      `${received.toFixed(0)} in/s`,
      `${queued} queued`,
      `${this.#errors} errors`,
      `${this.#failures} refused`,
    ].join('  ');
  }

  total(): string {
    return `${this.#sent} messages sent, ${this.#received} received, ${this.#errors} errors, ${this.#failures} attempts to connect refused`;
  }
}
