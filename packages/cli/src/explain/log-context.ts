import { type Role, type Version, versionOf } from '@northbound/protocol';
import type { LogFrame } from './model.ts';

/** What a log says around a frame. */
export type LogContext = Pick<
  LogFrame,
  'at' | 'mark' | 'sender' | 'station' | 'stationIsGuess' | 'version'
>;

const STATION_WORDS =
  /^(?:charging|charge)?[-_ ]?(?:station|point|box)$|^c[psb]$|^(?:ev)?charger$|^evse$/i;
const CSMS_WORDS = /^(?:csms|cms|central[-_ ]?system|backend|server|cpms)$/i;

const TIME =
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?|\b1\d{12}\b/;

/** Direction words and arrows; the last one before the frame counts. */
const MARKS: readonly { readonly mark: 'in' | 'out'; readonly pattern: RegExp }[] = [
  {
    mark: 'out',
    pattern:
      /\b(?:send|sending|sent|sends|tx|outgoing|outbound|transmit(?:ted)?)\b|>>|--?>|=>|[→⇒➡]|(?<=[[("=:,\s]|^)out(?=[\])":,\s]|$)/gi,
  },
  {
    mark: 'in',
    pattern:
      /\b(?:recv|receive|received|receives|receiving|rx|incoming|inbound)\b|<<|<--?|<=|[←⇐⬅]|(?<=[[("=:,\s]|^)in(?=[\])":,\s]*$)/gi,
  },
];

const PEERS =
  /\b(csms|cms|central ?system|backend|server|cs|cp|charge ?point|charging ?station|station|charger)\s*(?:--?>|=>|→|>>?|to)\s*(csms|cms|central ?system|backend|server|cs|cp|charge ?point|charging ?station|station|charger)\b/i;

const LABELLED_STATION =
  /(?:station(?:_?id)?|identity|charge_?(?:point|box)(?:_?id)?|charging_?station(?:_?id)?|\bc[psb]_?id|\bc[psb])\s*[=:]\s*["']?([A-Za-z0-9][\w.*@-]*)|\/ocpp\/(?:[\w.-]+\/)*([A-Za-z0-9][\w.*@%-]*)/i;

const ORDINARY_WORDS =
  /^(?:ocpp|thread|worker|pid|line|main|info|debug|trace|warn|error|utc|http|tcp|ip|req|msg|v?\d)/i;

function lastMatch(text: string, pattern: RegExp): number {
  let at = -1;
  for (const match of text.matchAll(pattern)) at = match.index;
  return at;
}

function markIn(prefix: string): 'in' | 'out' | undefined {
  let found: 'in' | 'out' | undefined;
  let at = -1;
  for (const { mark, pattern } of MARKS) {
    const index = lastMatch(prefix, pattern);
    if (index > at) {
      at = index;
      found = mark;
    }
  }
  return found;
}

/** Whom a word of a log means, as far as it says. */
function roleOf(word: string): Role | undefined {
  if (STATION_WORDS.test(word)) return 'ChargingStation';
  if (CSMS_WORDS.test(word)) return 'CSMS';
  return undefined;
}

/** A word that may be a station's name: letters with a digit or a dash, and no word that logs are full of. */
function guessStation(prefix: string, time: string | undefined): string | undefined {
  const words = (time === undefined ? prefix : prefix.replace(time, ' '))
    .split(/[\s[\](){}<>"'|,;:=→←]+/)
    .map((word) => word.replace(/^[-.]+|[-.]+$/g, ''))
    .filter((word) => /[A-Za-z]/.test(word) && /\d/.test(word) && !ORDINARY_WORDS.test(word));
  return words.length === 1 ? words[0] : undefined;
}

/** Reads what stands before a frame on its line: time, station, direction. */
export function readPrefix(whole: string): LogContext {
  const prefix = whole.slice(-400);
  if (prefix.trim() === '') return {};
  const time = TIME.exec(prefix)?.[0];
  const labelled = LABELLED_STATION.exec(prefix);
  const station = labelled?.[1] ?? labelled?.[2] ?? guessStation(prefix, time);
  const sender = roleOf(PEERS.exec(prefix)?.[1] ?? '');
  const mark = markIn(prefix);
  const version = namedVersion(prefix);
  return {
    ...(time === undefined ? {} : { at: time }),
    ...(sender === undefined ? {} : { sender }),
    ...(mark === undefined ? {} : { mark }),
    ...(station === undefined ? {} : { station, stationIsGuess: labelled === null }),
    ...(version === undefined ? {} : { version }),
  };
}

/** The version that a text names as a WebSocket sub-protocol (`ocpp2.0.1`). */
export function namedVersion(text: string): Version | undefined {
  const name = /\bocpp(?:1\.6|2\.0\.1|2\.1)(?![\d.]*\d)/i.exec(text)?.[0];
  return name === undefined ? undefined : versionOf(name.toLowerCase());
}

const VERSION_NAMES: Readonly<Record<string, Version>> = {
  '1.6': '1.6',
  '1.6j': '1.6',
  '2.0.1': '2.0.1',
  '2.1': '2.1',
};

const STATION_FIELDS =
  /^(?:station|stationid|chargingstation|chargingstationid|chargepoint|chargepointid|chargebox|chargeboxid|cpid|csid|identity|clientid|ocppid|chargerid|charger)$/;
const TIME_FIELDS = /^(?:at|time|timestamp|ts|date|datetime|receivedat|loggedat)$/;
const DIRECTION_FIELDS = /^(?:direction|dir|way|from|sender|source|origin|flow)$/;
const VERSION_FIELDS = /^(?:version|ocppversion|protocol|subprotocol|ocpp)$/;

/** Reads the fields of a JSON log record that stand beside a frame. */
export function readRecord(record: Readonly<Record<string, unknown>>): LogContext {
  const context: { -readonly [Key in keyof LogContext]: LogContext[Key] } = {};
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const field = name.toLowerCase().replace(/[^a-z]/g, '');
    const text = String(value).slice(0, 200);
    if (STATION_FIELDS.test(field)) context.station = text;
    else if (TIME_FIELDS.test(field)) context.at = text;
    else if (DIRECTION_FIELDS.test(field)) Object.assign(context, readDirection(text));
    else if (VERSION_FIELDS.test(field)) {
      const version = VERSION_NAMES[text.toLowerCase()] ?? namedVersion(text);
      if (version !== undefined) context.version = version;
    }
  }
  return context;
}

function readDirection(text: string): LogContext {
  const sender = roleOf(text) ?? roleOf(PEERS.exec(text)?.[1] ?? '');
  if (sender !== undefined) return { sender };
  const mark = markIn(text);
  return mark === undefined ? {} : { mark };
}

/** @returns epoch milliseconds of a log's time (of the day only, when it has no date), or undefined. */
export function readTime(at: string | undefined): number | undefined {
  if (at === undefined) return undefined;
  if (/^1\d{12}$/.test(at)) return Number(at);
  if (/^1\d{9}(?:\.\d+)?$/.test(at)) return Number(at) * 1000;
  const iso = /^\d\d:/.test(at) ? `1970-01-01T${at}Z` : at.replace(' ', 'T');
  const ms = Date.parse(iso.replace(',', '.'));
  return Number.isNaN(ms) ? undefined : ms;
}
