import type { Violation } from '../checkers/violation.ts';
import { type Answered, WireWatch } from '../checkers/wire-watch.ts';
import { Visits } from '../simulation/visits.ts';
import type { JournalEntry } from './journal.ts';

/** What a station went through, told by what it wrote down. */
export class StationPast {
  readonly visits = new Map<number, Visits>();
  /** How often its power went. */
  cuts = -1;
  shedEvents = 0;

  at(evseId: number): Visits {
    const known = this.visits.get(evseId);
    if (known !== undefined) return known;
    const visits = new Visits();
    this.visits.set(evseId, visits);
    return visits;
  }
}

/** Puts together what journals tell: who was there, what was said on the wire, which orders arrived. */
export class Witness {
  /** What the CSMS has answered, since the beginning. */
  readonly answered: Answered[] = [];
  readonly violations: Violation[] = [];
  readonly #orderArrived: (order: string, stationId: string) => void;
  readonly #stations = new Map<string, StationPast>();
  #watch = new WireWatch();

  constructor(orderArrived: (order: string, stationId: string) => void) {
    this.#orderArrived = orderArrived;
  }

  station(identity: string): StationPast {
    const known = this.#stations.get(identity);
    if (known !== undefined) return known;
    const past = new StationPast();
    this.#stations.set(identity, past);
    return past;
  }

  take(entry: JournalEntry): void {
    const past = this.station(entry.id);
    switch (entry.type) {
      case 'frame':
        this.#watch.sent(entry.id, entry.from, entry.text);
        return;
      case 'powerUp':
        past.cuts += 1;
        // Whoever was there has gone while nobody looked.
        entry.registersWh.forEach((registerWh, index) => {
          const visits = past.at(index + 1);
          visits.unseen();
          visits.add({ what: 'plugsOut' });
          visits.end(registerWh);
        });
        return;
      case 'arrived':
        past.at(entry.evseId).begin(entry.registerWh);
        return;
      case 'pluggedIn':
        past.at(entry.evseId).add({ what: 'plugsIn' });
        return;
      case 'shown':
        past.at(entry.evseId).add({ what: 'shows', idToken: entry.idToken });
        return;
      case 'left':
        past.at(entry.evseId).add({ what: 'plugsOut' });
        past.at(entry.evseId).end(entry.registerWh);
        return;
      case 'shed':
        past.shedEvents += entry.events;
        return;
      case 'order':
        this.#orderArrived(entry.order, entry.id);
    }
  }

  /** Everything is told and quiet: no message from before will come again. */
  endRound(): void {
    this.answered.push(...this.#watch.answered.values());
    this.violations.push(...this.#watch.violations);
    this.#watch = new WireWatch();
  }
}
