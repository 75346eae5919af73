import type { Database } from '@northbound/csms';
import type { Violation } from './violation.ts';

/** What a station tells beside TransactionEvents, StartTransactions and StopTransactions, and the CSMS keeps. */
const KEPT = /^\[2,"[^"]+","(MeterValues|SecurityEventNotification|NotifyEvent)"/;

const PLACE = /"(?:evseId|connectorId)":(\d+)/;
const TRANSACTION = /"transactionId":(\d+)/;
const TIMESTAMP = /"timestamp":"([^"]+)"/g;

/** A clock that says less was never set: then the moment of arrival is kept in place of what it says. */
const SET_SINCE_MS = Date.UTC(2015, 0, 1);

/** What stations have told and the CSMS has answered. Each is a line that is looked up in its store at the end. */
export class Told {
  /** By what it is, then by station: so many are kept that each costs no more than its own words. */
  readonly #kinds = new Map<Kind, Map<string, Set<string>>>();

  /** Whether the CSMS keeps what a CALL tells. */
  isKept(text: string): boolean {
    return KEPT.test(text);
  }

  /** @param text a CALL that the CSMS has answered */
  answered(identity: string, text: string): void {
    const [, action] = KEPT.exec(text) ?? [];
    if (action === 'MeterValues') this.#values(identity, text);
    else {
      const payload: unknown = Object(JSON.parse(text))[3];
      if (action === 'NotifyEvent') this.#events(identity, payload);
      else this.#add('security event', identity, securityEvent(payload));
    }
  }

  /** What is in no table of the store. */
  async lost(store: Pick<Database, 'read'>): Promise<Violation[]> {
    const found: Violation[] = [];
    for (const [kind, told] of this.#kinds) {
      const stored = new Set<string>();
      for (const sql of await STORED[kind](store)) {
        const rows = await store.read<{ readonly line: string }>({ sql, params: [] });
        for (const { line } of rows) stored.add(line);
      }
      for (const [identity, lines] of told) {
        for (const line of lines) {
          if (stored.has(`${identity} ${line}`)) continue;
          const what = `${kind} ${line} was answered and is lost`;
          found.push({ rule: 'answered', place: identity, what });
        }
      }
    }
    return found;
  }

  #values(identity: string, text: string): void {
    const moments = [...text.matchAll(TIMESTAMP)].map(([, timestamp = '']) => timestamp);
    const [first] = moments;
    const last = moments.at(-1);
    if (first === undefined || last === undefined || Date.parse(first) < SET_SINCE_MS) return;
    const [, transaction] = TRANSACTION.exec(text) ?? [];
    if (transaction !== undefined) {
      this.#add('values of transaction', identity, `${transaction} ${Date.parse(last)}`);
    } else {
      const [, place] = PLACE.exec(text) ?? [];
      this.#add('values at', identity, `${place} ${Date.parse(first)}`);
    }
  }

  #events(identity: string, payload: unknown): void {
    for (const { component, variable, eventId, timestamp } of Object(payload).eventData) {
      const line = `${component.name} ${variable.name} ${eventId} ${Date.parse(timestamp)}`;
      this.#add('event', identity, line);
    }
  }

  #add(kind: Kind, identity: string, line: string): void {
    const told = this.#kinds.get(kind) ?? new Map<string, Set<string>>();
    this.#kinds.set(kind, told);
    const lines = told.get(identity) ?? new Set<string>();
    told.set(identity, lines.add(line));
  }
}

function securityEvent(payload: unknown): string {
  const { type, timestamp } = Object(payload);
  return `${type} ${Date.parse(timestamp)}`;
}

type Kind = 'values at' | 'values of transaction' | 'event' | 'security event';

const EVENT_TABLES = ['transaction_events', 'recent_transaction_events'];

/** Where it is when it is kept: SQL whose `line` begins with the station. */
const STORED: Readonly<
  Record<Kind, (store: Pick<Database, 'read'>) => Promise<readonly string[]>>
> = {
  'values at': async (store) => {
    const months = await store.read<{ readonly name: string }>({
      sql: "SELECT name FROM meter_value_partitions WHERE holds = 'idle'",
      params: [],
    });
    return [
      ...months.map(
        ({ name }) => `SELECT station_id || ' ' || evse_id || ' ' || at AS line FROM ${name}`,
      ),
      // A message of 1.6 that names no transaction belongs to the one under way at its connector.
      ...EVENT_TABLES.map(
        (
          table,
        ) => `SELECT station_id || ' ' || json_extract(event, '$.evse.id') || ' ' || at AS line
          FROM ${table} JOIN transactions ON id = transaction_key`,
      ),
    ];
  },
  'values of transaction': async () =>
    EVENT_TABLES.map(
      (table) => `SELECT station_id || ' ' || transaction_key || ' ' || at AS line
        FROM ${table} JOIN transactions ON id = transaction_key`,
    ),
  event: async () => [
    `SELECT station_id || ' ' || component || ' ' || variable || ' ' || event_id || ' ' || at AS line
      FROM device_events`,
  ],
  'security event': async () => [
    "SELECT station_id || ' ' || type || ' ' || at AS line FROM security_events",
  ],
};
