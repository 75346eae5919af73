import type { CsmsEvent, MeterValueView } from '../views.ts';

/**
 * What has happened since the last look, without what has been overtaken: the newest view of each station and
 * transaction, the newest meter value of each kind, and every frame.
 */
export class EventWindow {
  readonly #events = new Map<unknown, CsmsEvent>();

  add(event: CsmsEvent): void {
    const subject = subjectOf(event);
    const combined = combine(this.#events.get(subject), event);
    // Deleted first, so that the newest comes last.
    this.#events.delete(subject);
    this.#events.set(subject, combined);
  }

  /** Everything in it, which is then empty. */
  take(): readonly CsmsEvent[] {
    const events = [...this.#events.values()];
    this.#events.clear();
    return events;
  }
}

/** What a newer event makes an older one obsolete for: the same station, transaction or meter. Others stand for themselves. */
function subjectOf(event: CsmsEvent): unknown {
  switch (event.type) {
    case 'station':
    case 'stationRemoved':
      return `station ${event.stationId}`;
    case 'transaction':
      return `transaction ${event.transaction.id}`;
    case 'meterValues':
      return `meter ${event.stationId} ${event.evseId} ${event.transaction}`;
    case 'campaign':
      return `campaign ${event.campaign.id}`;
    default:
      return event;
  }
}

/** A view replaces the older one; of meter values the newest of each kind is kept, for they come in parts. */
function combine(older: CsmsEvent | undefined, newer: CsmsEvent): CsmsEvent {
  if (older?.type !== 'meterValues' || newer.type !== 'meterValues') return newer;
  const measured = new Set(newer.values.map(kindOf));
  const kept = older.values.filter((value) => !measured.has(kindOf(value)));
  return kept.length === 0 ? newer : { ...newer, values: [...kept, ...newer.values] };
}

function kindOf({ measurand, phase, location, context }: MeterValueView): string {
  return `${measurand} ${phase} ${location} ${context}`;
}
