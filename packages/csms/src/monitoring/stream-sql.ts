import { equals, isWithin, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { StreamSamplesView } from './views.ts';

export const streamMigrations: readonly Migration[] = [
  {
    name: 'monitoring/002',
    sql: [
      `CREATE TABLE event_streams (
        station_id TEXT NOT NULL,
        stream_id BIGINT NOT NULL,
        monitor_id BIGINT NOT NULL,
        interval_s INTEGER,
        values_at_once INTEGER,
        opened_at BIGINT NOT NULL,
        closed_at BIGINT,
        PRIMARY KEY (station_id, stream_id)
      )`,
      // What one message carried is one row: moments and values as JSON, in their order.
      `CREATE TABLE stream_samples (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        stream_id BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        first_at BIGINT NOT NULL,
        samples TEXT NOT NULL
      )`,
      'CREATE INDEX stream_samples_stream ON stream_samples (station_id, stream_id, first_at, id)',
    ],
  },
];

/** A periodic event stream of a station. */
export interface Stream {
  readonly streamId: number;
  readonly monitorId: number;
  readonly intervalS: number | undefined;
  readonly values: number | undefined;
  readonly openedAtMs: number;
  readonly closedAtMs: number | undefined;
}

export function saveStream(stationId: string, stream: Stream): Statement {
  return {
    sql: `INSERT INTO event_streams (station_id, stream_id, monitor_id, interval_s, values_at_once,
        opened_at, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, stream_id) DO UPDATE SET monitor_id = excluded.monitor_id,
        interval_s = excluded.interval_s, values_at_once = excluded.values_at_once,
        opened_at = excluded.opened_at, closed_at = excluded.closed_at`,
    params: [
      stationId,
      stream.streamId,
      stream.monitorId,
      stream.intervalS ?? null,
      stream.values ?? null,
      stream.openedAtMs,
      stream.closedAtMs ?? null,
    ],
  };
}

/** The streams of a station that is removed; what they carried stays in the books. */
export function removeStreams(stationId: string): Statement {
  return { sql: 'DELETE FROM event_streams WHERE station_id = ?', params: [stationId] };
}

export async function loadStreams(
  database: Database,
): Promise<(readonly [stationId: string, stream: Stream])[]> {
  const rows = await database.read<{
    readonly station_id: string;
    readonly stream_id: number;
    readonly monitor_id: number;
    readonly interval_s: number | null;
    readonly values_at_once: number | null;
    readonly opened_at: number;
    readonly closed_at: number | null;
  }>({
    sql: `SELECT station_id, stream_id, monitor_id, interval_s, values_at_once, opened_at, closed_at
      FROM event_streams`,
    params: [],
  });
  return rows.map((row) => [
    row.station_id,
    {
      streamId: row.stream_id,
      monitorId: row.monitor_id,
      intervalS: row.interval_s ?? undefined,
      values: row.values_at_once ?? undefined,
      openedAtMs: row.opened_at,
      closedAtMs: row.closed_at ?? undefined,
    },
  ]);
}

/** A value, and when it was measured. */
export type Sample = readonly [atMs: number, value: string];

export interface StreamSamples {
  readonly id: number;
  readonly stationId: string;
  readonly streamId: number;
  readonly receivedAtMs: number;
  readonly firstAtMs: number;
  readonly samples: readonly Sample[];
}

export function appendSamples(message: StreamSamples): Statement {
  return {
    sql: `INSERT INTO stream_samples (id, station_id, stream_id, received_at, first_at, samples)
      VALUES (?, ?, ?, ?, ?, ?)`,
    params: [
      message.id,
      message.stationId,
      message.streamId,
      message.receivedAtMs,
      message.firstAtMs,
      JSON.stringify(message.samples),
    ],
  };
}

export interface SampleFilter extends PageRequest {
  readonly stationId: string;
  readonly streamId: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Message by message, newest first. */
export function selectSamples(
  database: Database,
  { stationId, streamId, fromMs, toMs, ...page }: SampleFilter,
): Promise<Page<StreamSamplesView>> {
  return readPage<
    {
      readonly id: number;
      readonly received_at: number;
      readonly first_at: number;
      readonly samples: string;
    },
    StreamSamplesView
  >(
    database,
    {
      select: 'SELECT id, received_at, first_at, samples FROM stream_samples',
      where: [
        equals('station_id', stationId),
        equals('stream_id', streamId),
        isWithin('first_at', fromMs, toMs),
      ],
      sortedBy: ['first_at', 'id'],
      direction: 'DESC',
    },
    page,
    (row) => ({ receivedAt: timestampOf(row.received_at), samples: samplesOf(row.samples) }),
  );
}

function samplesOf(text: string): StreamSamplesView['samples'] {
  const samples: readonly Sample[] = JSON.parse(text);
  return samples.map(([atMs, value]) => ({ at: timestampOf(atMs), value }));
}
