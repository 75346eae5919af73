import type { Ocpp21 } from '@northbound/protocol';
import type { StationNews } from '../events.ts';

interface Entry {
  readonly epochMs: number;
  readonly text: string;
  /** Whom it is about, in lower case: tokens are case-insensitive (IdTokenType). */
  readonly idToken?: string;
}

/** Of older news the station knows no more: thousands of stations share a process. */
const MAX_ENTRIES = 100;

/** What a station remembers of what happened to it, since it was switched on. */
export class DiagnosticsLog {
  #entries: Entry[] = [];

  /** Frames are left out: they would push everything else out, and they hold secrets. */
  add(epochMs: number, news: StationNews): void {
    if (news.type === 'frame') return;
    if (this.#entries.length >= MAX_ENTRIES) this.#entries.splice(0, MAX_ENTRIES / 4);
    const idToken = tokenOf(news)?.idToken.toLowerCase();
    const text = textOf(news);
    this.#entries.push({ epochMs, text, ...(idToken !== undefined && { idToken }) });
  }

  /** One line for each piece of news from oldest to latest, milliseconds since 1970, both included. */
  lines(oldestMs: number, latestMs: number): string[] {
    return this.#entries
      .filter(({ epochMs }) => epochMs >= oldestMs && epochMs <= latestMs)
      .map(lineOf);
  }

  /** What the log knows of a customer (2.1 part 2, N09). */
  about(idToken: string): string[] {
    return this.#entries.filter((entry) => entry.idToken === idToken.toLowerCase()).map(lineOf);
  }

  /** Forgets a customer (N10). */
  forget(idToken: string): void {
    this.#entries = this.#entries.filter((entry) => entry.idToken !== idToken.toLowerCase());
  }
}

function lineOf({ epochMs, text }: Entry): string {
  return `${new Date(epochMs).toISOString()} ${text}`;
}

/** A line holds no token: diagnostics go to people who repair, not to those who bill. */
function textOf(news: StationNews): string {
  switch (news.type) {
    case 'authorization':
      return `authorization EVSE ${news.evseId} ${news.result} ${news.reason ?? ''}`.trimEnd();
    case 'transaction':
      return `transaction ${transactionText(news.event)}`;
    case 'storage':
      return `storage ${JSON.stringify(news.news)}`;
    case 'untold':
      return `no room: transaction ${transactionText(news.event)}`;
    case 'givenUp':
      return `given up: transaction ${transactionText(news.event)}`;
    case 'report':
      return `session ${news.report.kind}${'action' in news.report ? ` ${news.report.action}` : ''}`;
    default: {
      const { type, ...rest } = news;
      const values = Object.entries(rest).map(
        ([name, value]) => `${name}=${JSON.stringify(value)}`,
      );
      return [type, ...values].join(' ');
    }
  }
}

function transactionText(event: Ocpp21.TransactionEventRequest): string {
  const { transactionInfo, eventType, seqNo, triggerReason } = event;
  return `${transactionInfo.transactionId} ${eventType} ${seqNo} ${triggerReason}`;
}

function tokenOf(news: StationNews): Ocpp21.IdTokenType | undefined {
  switch (news.type) {
    case 'authorization':
      return news.idToken;
    case 'transaction':
    case 'untold':
    case 'givenUp':
      return news.event.idToken;
    default:
      return undefined;
  }
}
