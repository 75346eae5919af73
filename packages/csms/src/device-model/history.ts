import { type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { HistoryView } from './views.ts';

/** Something that happened to one attribute of the twin. */
export interface HistoryEntry {
  readonly id: number;
  readonly stationId: string;
  readonly key: string;
  readonly atMs: number;
  /**
   * `reported` a new value, `gone` no value any more, `desired` by somebody, `released` nobody wants it any more,
   * `answered` what the station said to it.
   */
  readonly kind: 'reported' | 'gone' | 'desired' | 'released' | 'answered';
  readonly value: string | undefined;
  /** Who, or what the station answered. */
  readonly detail: string | undefined;
}

export function appendHistory(entry: HistoryEntry): Statement {
  return {
    sql: `INSERT INTO variable_history (id, station_id, key, at, kind, value, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    params: [
      entry.id,
      entry.stationId,
      entry.key,
      entry.atMs,
      entry.kind,
      entry.value ?? null,
      entry.detail ?? null,
    ],
  };
}

interface Row {
  readonly id: number;
  readonly at: number;
  readonly kind: HistoryEntry['kind'];
  readonly value: string | null;
  readonly detail: string | null;
}

/** Newest first. */
export function selectHistory(
  database: Database,
  stationId: string,
  key: string,
  page: PageRequest,
): Promise<Page<HistoryView>> {
  return readPage<Row, HistoryView>(
    database,
    {
      select: 'SELECT id, at, kind, value, detail FROM variable_history',
      where: [{ sql: 'station_id = ? AND key = ?', params: [stationId, key] }],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    ({ at, kind, value, detail }) => ({
      at: timestampOf(at),
      kind,
      ...(value === null ? {} : { value }),
      ...(detail === null ? {} : { detail }),
    }),
  );
}
