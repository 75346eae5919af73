import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import { OPEN_STATES } from './progress.ts';
import type { UpdateState } from './views.ts';

export const firmwareMigrations: readonly Migration[] = [
  {
    name: 'firmware/001',
    sql: [
      `CREATE TABLE firmware_images (
        id INTEGER PRIMARY KEY,
        version TEXT NOT NULL,
        vendor TEXT,
        model TEXT,
        url TEXT,
        file_id BIGINT,
        signature TEXT,
        signing_certificate TEXT,
        note TEXT,
        created_at BIGINT NOT NULL
      )`,
      'CREATE INDEX firmware_images_file ON firmware_images (file_id)',
      'CREATE INDEX firmware_images_url ON firmware_images (url)',
      // The id is the `requestId` on the wire.
      `CREATE TABLE firmware_updates (
        station_id TEXT NOT NULL,
        id BIGINT NOT NULL,
        image_id BIGINT,
        state TEXT NOT NULL,
        status TEXT,
        detail TEXT,
        version_before TEXT,
        version_after TEXT,
        created_at BIGINT NOT NULL,
        changed_at BIGINT NOT NULL,
        PRIMARY KEY (station_id, id)
      )`,
      'CREATE INDEX firmware_updates_id ON firmware_updates (id, station_id)',
      'CREATE INDEX firmware_updates_image ON firmware_updates (image_id, id, station_id)',
      'CREATE INDEX firmware_updates_state ON firmware_updates (state, id, station_id)',
    ],
  },
];

export interface FirmwareImage {
  readonly id: number;
  readonly version: string;
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly url: string | undefined;
  readonly fileId: number | undefined;
  readonly signature: string | undefined;
  readonly signingCertificate: string | undefined;
  readonly note: string | undefined;
  readonly createdAtMs: number;
}

export interface FirmwareUpdate {
  readonly id: number;
  readonly stationId: string;
  readonly imageId: number | undefined;
  readonly state: UpdateState;
  readonly status: string | undefined;
  readonly detail: string | undefined;
  readonly versionBefore: string | undefined;
  readonly versionAfter: string | undefined;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

const IMAGE_COLUMNS =
  'id, version, vendor, model, url, file_id, signature, signing_certificate, note, created_at';

export function insertImage(image: FirmwareImage): Statement {
  return {
    sql: `INSERT INTO firmware_images (${IMAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      image.id,
      image.version,
      image.vendor ?? null,
      image.model ?? null,
      image.url ?? null,
      image.fileId ?? null,
      image.signature ?? null,
      image.signingCertificate ?? null,
      image.note ?? null,
      image.createdAtMs,
    ],
  };
}

export function deleteImage(id: number): Statement {
  return { sql: 'DELETE FROM firmware_images WHERE id = ?', params: [id] };
}

interface ImageRow {
  readonly id: number;
  readonly version: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly url: string | null;
  readonly file_id: number | null;
  readonly signature: string | null;
  readonly signing_certificate: string | null;
  readonly note: string | null;
  readonly created_at: number;
}

function imageOf(row: ImageRow): FirmwareImage {
  return {
    id: row.id,
    version: row.version,
    vendor: row.vendor ?? undefined,
    model: row.model ?? undefined,
    url: row.url ?? undefined,
    fileId: row.file_id ?? undefined,
    signature: row.signature ?? undefined,
    signingCertificate: row.signing_certificate ?? undefined,
    note: row.note ?? undefined,
    createdAtMs: row.created_at,
  };
}

export async function findImage(
  database: Database,
  id: number,
): Promise<FirmwareImage | undefined> {
  const [row] = await database.read<ImageRow>({
    sql: `SELECT ${IMAGE_COLUMNS} FROM firmware_images WHERE id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : imageOf(row);
}

export async function findImageBy(
  database: Database,
  column: 'url' | 'file_id',
  value: string | number,
): Promise<FirmwareImage | undefined> {
  const [row] = await database.read<ImageRow>({
    sql: `SELECT ${IMAGE_COLUMNS} FROM firmware_images WHERE ${column} = ? LIMIT 1`,
    params: [value],
  });
  return row === undefined ? undefined : imageOf(row);
}

/** Newest first. */
export function selectImages<View>(
  database: Database,
  page: PageRequest,
  view: (image: FirmwareImage) => View,
): Promise<Page<View>> {
  return readPage<ImageRow, View>(
    database,
    {
      select: `SELECT ${IMAGE_COLUMNS} FROM firmware_images`,
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    (row) => view(imageOf(row)),
  );
}

const UPDATE_COLUMNS = `station_id, id, image_id, state, status, detail, version_before,
  version_after, created_at, changed_at`;

export function saveUpdate(update: FirmwareUpdate): Statement {
  return {
    sql: `INSERT INTO firmware_updates (${UPDATE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, id) DO UPDATE SET image_id = excluded.image_id,
        state = excluded.state, status = excluded.status, detail = excluded.detail,
        version_after = excluded.version_after, changed_at = excluded.changed_at`,
    params: [
      update.stationId,
      update.id,
      update.imageId ?? null,
      update.state,
      update.status ?? null,
      update.detail ?? null,
      update.versionBefore ?? null,
      update.versionAfter ?? null,
      update.createdAtMs,
      update.changedAtMs,
    ],
  };
}

interface UpdateRow {
  readonly station_id: string;
  readonly id: number;
  readonly image_id: number | null;
  readonly state: UpdateState;
  readonly status: string | null;
  readonly detail: string | null;
  readonly version_before: string | null;
  readonly version_after: string | null;
  readonly created_at: number;
  readonly changed_at: number;
}

function updateOf(row: UpdateRow): FirmwareUpdate {
  return {
    id: row.id,
    stationId: row.station_id,
    imageId: row.image_id ?? undefined,
    state: row.state,
    status: row.status ?? undefined,
    detail: row.detail ?? undefined,
    versionBefore: row.version_before ?? undefined,
    versionAfter: row.version_after ?? undefined,
    createdAtMs: row.created_at,
    changedAtMs: row.changed_at,
  };
}

export async function findUpdate(
  database: Database,
  stationId: string,
  id: number,
): Promise<FirmwareUpdate | undefined> {
  const [row] = await database.read<UpdateRow>({
    sql: `SELECT ${UPDATE_COLUMNS} FROM firmware_updates WHERE station_id = ? AND id = ?`,
    params: [stationId, id],
  });
  return row === undefined ? undefined : updateOf(row);
}

/** Those of a station that something is still expected of, newest first: mostly one. */
export async function findOpenUpdates(
  database: Database,
  stationId: string,
): Promise<FirmwareUpdate[]> {
  const rows = await database.read<UpdateRow>({
    sql: `SELECT ${UPDATE_COLUMNS} FROM firmware_updates
      WHERE station_id = ? AND state IN (${OPEN_STATES.map(() => '?').join(', ')})
      ORDER BY id DESC`,
    params: [stationId, ...OPEN_STATES],
  });
  return rows.map(updateOf);
}

export interface UpdateSelection {
  readonly stationId: string | undefined;
  readonly imageId: number | undefined;
  readonly state: UpdateState | undefined;
}

/** Newest first. */
export function selectUpdates<View>(
  database: Database,
  { stationId, imageId, state }: UpdateSelection,
  page: PageRequest,
  view: (update: FirmwareUpdate) => View,
): Promise<Page<View>> {
  return readPage<UpdateRow, View>(
    database,
    {
      select: `SELECT ${UPDATE_COLUMNS} FROM firmware_updates`,
      where: [equals('station_id', stationId), equals('image_id', imageId), equals('state', state)],
      sortedBy: ['id', 'station_id'],
      direction: 'DESC',
    },
    page,
    (row) => view(updateOf(row)),
  );
}
