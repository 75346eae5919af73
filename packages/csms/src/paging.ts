import { CommandError } from './command-error.ts';
import type { Database, SqlValue } from './store/database.ts';
import { epochMsOf } from './timestamps.ts';
import type { Page, Timestamp } from './views.ts';

/** What a caller of a list says of its pages. */
export interface PageRequest {
  /** `nextCursor` of the page before; the first page when absent. */
  readonly cursor?: string;
  readonly limit: number;
}

/** One condition of a WHERE, with its parameters. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** A list in a table, sorted by columns that together are unique. */
export interface ListedRows {
  /** `SELECT … FROM …`, without conditions. */
  readonly select: string;
  /** What the caller filters by; what it did not ask for is undefined. */
  readonly where?: readonly (Condition | undefined)[];
  /** Columns of the selection, the last of which is unique; an index must have them in this order. */
  readonly sortedBy: readonly string[];
  readonly direction: 'ASC' | 'DESC';
}

/**
 * Reads one page by the keys of the last row before it, so that page 1000 costs what page 1 costs and rows that come
 * meanwhile neither repeat nor hide others.
 *
 * @throws CommandError `invalidCursor`
 */
export async function readPage<Row extends object, Item>(
  database: Database,
  { select, where = [], sortedBy, direction }: ListedRows,
  { cursor, limit }: PageRequest,
  view: (row: Row) => Item,
): Promise<Page<Item>> {
  const after = cursor === undefined ? undefined : readCursor(cursor, sortedBy.length);
  const conditions = [
    ...where,
    after === undefined ? undefined : isBeyond(sortedBy, direction, after),
  ].filter((condition) => condition !== undefined);
  const order = sortedBy.map((column) => `${column} ${direction}`).join(', ');
  const condition = conditions.map(({ sql }) => `(${sql})`).join(' AND ');
  const rows = await database.read<Row>({
    sql: `${select}${condition === '' ? '' : ` WHERE ${condition}`} ORDER BY ${order} LIMIT ?`,
    params: [...conditions.flatMap(({ params }) => params), limit + 1],
  });
  return pageOf(rows, limit, view, (row) => cursorOf(row, sortedBy));
}

/** `column = value`, when there is a value. */
export function equals(column: string, value: SqlValue | undefined): Condition | undefined {
  return value === undefined ? undefined : { sql: `${column} = ?`, params: [value] };
}

/** The text in a column is as a pattern says, when there is one: capitals or not, and `*` stands for any text. */
export function isLikeIn(column: string, pattern: string | undefined): Condition | undefined {
  if (pattern === undefined) return undefined;
  const literal = pattern.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  return { sql: `LOWER(${column}) LIKE ? ESCAPE '\\'`, params: [literal.replaceAll('*', '%')] };
}

/** `column` is one of some values, when it is asked for. */
export function isOneOf(
  column: string,
  values: readonly SqlValue[] | undefined,
): Condition | undefined {
  if (values === undefined) return undefined;
  if (values.length === 0) return { sql: '1 = 0', params: [] };
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values };
}

/** `from <= column < to`, where given. */
export function isWithin(
  column: string,
  from: SqlValue | undefined,
  to: SqlValue | undefined,
): Condition | undefined {
  const parts = [
    ...(from === undefined ? [] : [{ sql: `${column} >= ?`, param: from }]),
    ...(to === undefined ? [] : [{ sql: `${column} < ?`, param: to }]),
  ];
  if (parts.length === 0) return undefined;
  return {
    sql: parts.map(({ sql }) => sql).join(' AND '),
    params: parts.map(({ param }) => param),
  };
}

/** A time of which a list may be asked for. */
export interface TimeRange {
  readonly from?: Timestamp;
  readonly to?: Timestamp;
}

/** `from <= column < to`, where given, of a column of epoch milliseconds. */
export function isInTime(column: string, { from, to }: TimeRange): Condition | undefined {
  return isWithin(column, from && epochMsOf(from), to && epochMsOf(to));
}

/**
 * Newest first: in the order in which rows came, and by a column of time when a time is asked for, so that an index finds
 * where it begins.
 */
export function newestFirst(
  timeColumn: string,
  { from, to }: TimeRange,
): Pick<ListedRows, 'sortedBy' | 'direction'> {
  const hasTime = from !== undefined || to !== undefined;
  return { sortedBy: hasTime ? [timeColumn, 'id'] : ['id'], direction: 'DESC' };
}

/** The text in a column begins so, when it is asked for; by the order of characters, so that an index finds them. */
export function beginsWith(column: string, prefix: string | undefined): Condition | undefined {
  if (prefix === undefined) return undefined;
  return { sql: `${column} >= ? AND ${column} < ?`, params: [prefix, `${prefix}\u{10FFFF}`] };
}

/**
 * Cuts a page out of what was found.
 *
 * @param found one more than the page has room for, when there is more
 */
export function pageOf<Found, Item>(
  found: readonly Found[],
  limit: number,
  view: (found: Found) => Item,
  cursor: (found: Found) => string,
): Page<Item> {
  const items = found.slice(0, limit).map(view);
  const last = found[limit - 1];
  return found.length > limit && last !== undefined
    ? { items, nextCursor: cursor(last) }
    : { items };
}

/** Row values compare column by column, in SQLite and PostgreSQL alike, and both find them by the index. */
function isBeyond(
  columns: readonly string[],
  direction: 'ASC' | 'DESC',
  after: readonly SqlValue[],
): Condition {
  const compared = direction === 'ASC' ? '>' : '<';
  return {
    sql: `(${columns.join(', ')}) ${compared} (${columns.map(() => '?').join(', ')})`,
    params: after,
  };
}

function cursorOf(row: object, sortedBy: readonly string[]): string {
  const columns = new Map<string, unknown>(Object.entries(row));
  const keys = sortedBy.map((column) => columns.get(column.split('.').at(-1) ?? column));
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

function readCursor(cursor: string, columns: number): readonly (string | number)[] {
  const keys = keysIn(cursor);
  if (keys.length !== columns)
    throw new CommandError('invalidCursor', 'The cursor is not one of this list.');
  return keys;
}

function keysIn(cursor: string): readonly (string | number)[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parsed)) return [];
    const keys: unknown[] = parsed;
    return keys.filter((key) => typeof key === 'string' || typeof key === 'number');
  } catch {
    return [];
  }
}
