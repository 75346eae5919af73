import type { StationEvent } from '@northbound/station';

/** What a station says that the CSMS will not get of its transactions. */
export class Losses {
  /** Events that were thinned out, found no room, or were dead letters that found none. */
  events = 0;
  /** Dead letters that found no room, of those that a bill rests on. */
  bills = 0;

  hear(event: StationEvent): void {
    if (event.type === 'untold') this.events += 1;
    if (event.type !== 'storage') return;
    const { news } = event;
    if (news.type === 'dropped' && news.lane === 'transactions') this.events += news.messages;
    if (news.type !== 'deadLettersLost') return;
    this.events += news.messages;
    this.bills += news.bills;
  }
}
