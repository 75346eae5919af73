import type { Core } from '../core.ts';
import { Faults } from '../faults/faults.ts';
import { EventIds } from './event-ids.ts';
import { Monitors } from './monitors.ts';
import { EventNotifier } from './notifier.ts';
import { EventStreams } from './streams.ts';

/** What looks after the station and tells the CSMS what it sees: faults, monitors, their events. */
export class Supervision {
  readonly eventIds: EventIds;
  readonly notifier: EventNotifier;
  readonly streams: EventStreams;
  readonly monitors: Monitors;
  readonly faults: Faults;

  constructor(core: Core) {
    this.eventIds = new EventIds(core.storage.values);
    this.notifier = new EventNotifier(core, this.eventIds);
    this.streams = new EventStreams(core);
    this.monitors = new Monitors(core, this.notifier, this.streams);
    this.faults = new Faults(core, this.notifier, this.monitors);
  }

  begin(): void {
    this.faults.begin();
    this.monitors.begin();
  }

  /** The CSMS listens: what waited for it is told. */
  linkUp(): void {
    this.notifier.flush();
    this.streams.linkUp();
  }
}
