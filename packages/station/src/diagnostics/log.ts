import type { Ocpp21 } from '@northbound/protocol';
import type { StationNews } from '../events.ts';
import type { Recorder } from '../nvm/storage.ts';
import type { Recording } from './recording.ts';
import { KIND } from './recording-kinds.ts';
import { recordingLines, withoutToken } from './recording-text.ts';

interface Entry {
  readonly epochMs: number;
  readonly text: string;
  /** Whom it is about, in lower case: tokens are case-insensitive (IdTokenType). */
  readonly idToken?: string;
}

/** Of older news the station knows no more: thousands of stations share a process. */
const MAX_ENTRIES = 100;

/**
 * What a station remembers of what happened to it: on flash, among everything else in its black box;
 * without one in RAM, since it was switched on.
 */
export class DiagnosticsLog {
  readonly #box: Recorder | undefined;
  readonly #recording: Recording | undefined;
  #entries: Entry[] = [];

  constructor(box: Recorder | undefined, recording: Recording | undefined) {
    this.#box = box;
    this.#recording = recording;
  }

  /** Frames are left out: the black box has them in full. */
  add(epochMs: number, news: StationNews): void {
    if (news.type === 'frame') return;
    const idToken = tokenOf(news)?.idToken.toLowerCase();
    const text = textOf(news);
    if (this.#recording !== undefined) {
      this.#recording.news(epochMs, text, idToken);
      return;
    }
    if (this.#entries.length >= MAX_ENTRIES) this.#entries.splice(0, MAX_ENTRIES / 4);
    this.#entries.push({ epochMs, text, ...(idToken !== undefined && { idToken }) });
  }

  /** One line for each piece of news from oldest to latest, milliseconds since 1970, both included. */
  lines(oldestMs: number, latestMs: number): string[] {
    return this.#all()
      .filter(({ epochMs }) => epochMs >= oldestMs && epochMs <= latestMs)
      .map(lineOf);
  }

  /** The recording of the same time, behind {@link lines}; nothing where there is no black box. */
  recording(oldestMs: number, latestMs: number): string[] {
    return this.#box === undefined ? [] : recordingLines(this.#box, oldestMs, latestMs);
  }

  /** What the log knows of a customer (2.1 part 2, N09). */
  about(idToken: string): string[] {
    return this.#all()
      .filter((entry) => entry.idToken === idToken.toLowerCase())
      .map(lineOf);
  }

  /** Forgets a customer (N10): in the recording, stars stand where the token stood. */
  forget(idToken: string): void {
    this.#entries = this.#entries.filter((entry) => entry.idToken !== idToken.toLowerCase());
    this.#box?.rewrite(({ bytes }) => withoutToken(bytes, idToken));
  }

  #all(): readonly Entry[] {
    if (this.#box === undefined) return this.#entries;
    return [...this.#box.entries()].flatMap(({ kind, bytes }) =>
      kind === KIND.news ? (parseNews(bytes) ?? []) : [],
    );
  }
}

function parseNews(bytes: Uint8Array): Entry | undefined {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString());
  if (!Array.isArray(value)) return undefined;
  const [epochMs, text, idToken]: unknown[] = value;
  if (typeof epochMs !== 'number' || typeof text !== 'string') return undefined;
  return { epochMs, text, ...(typeof idToken === 'string' && { idToken }) };
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
