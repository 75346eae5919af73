import type { Protocol } from '../protocol.ts';
import type { Violation } from '../validation/explain.ts';
import type { Version } from '../version.ts';
import { isAllowed, type Leniency, type ToleranceConfig, type Tolerated } from './leniency.ts';
import { parsePath, removeAt, replaceAt, type Segment, valueAt } from './paths.ts';
import type { Repair } from './repairs.ts';
import { TOLERANCES, type ToleranceRow } from './table.ts';

/** Repairs uncover further violations and one look shows only the first ones; enough is enough. */
const MAX_ROUNDS = 8;

/**
 * Forgives what the tolerance table and the receiver's configuration allow.
 *
 * The given payload is left as it is. A result without `remaining` violations validates.
 *
 * @param violations what `explain` said about the payload
 */
export function tolerate(
  protocol: Protocol<Version>,
  action: string,
  kind: 'request' | 'response',
  payload: unknown,
  violations: readonly Violation[],
  allowed: ToleranceConfig = 'all',
): Tolerated {
  const validator = kind === 'request' ? protocol.request(action) : protocol.response(action);
  const rows = TOLERANCES.filter(
    (row) =>
      row.versions.includes(protocol.version) &&
      (row.action === '*' || row.action === action) &&
      (row.kind === '*' || row.kind === kind) &&
      isAllowed(row.leniency, allowed),
  );
  const used: Leniency[] = [];
  let current = payload;
  let remaining = violations;
  for (let round = 0; round < MAX_ROUNDS && remaining.length > 0; round++) {
    const repaired = repairRound(rows, current, remaining);
    if (validator === undefined || repaired.used.length === 0) break;
    used.push(...repaired.used);
    current = repaired.payload;
    remaining = validator.explain(current);
  }
  return { payload: current, used, remaining };
}

/** Repairs what one look has shown. Last first, so that leaving out an item moves no other that is still to come. */
function repairRound(
  rows: readonly ToleranceRow[],
  payload: unknown,
  violations: readonly Violation[],
): { payload: unknown; used: readonly Leniency[] } {
  const used: Leniency[] = [];
  const removed: string[] = [];
  let current = payload;
  for (const violation of violations.toReversed()) {
    const { path } = violation;
    if (removed.some((place) => path.startsWith(place))) continue;
    const segments = parsePath(path);
    const found = findRepair(rows, violation, valueAt(current, segments));
    if (found === undefined) continue;
    const { row, repair } = found;
    const place = repair.do === 'dropItem' ? itemAround(segments) : segments;
    if (place === undefined) continue;
    current =
      repair.do === 'replace' ? replaceAt(current, place, repair.value) : removeAt(current, place);
    if (repair.do === 'dropItem') removed.push(pathText(path, segments.length - place.length));
    used.unshift({
      kind: row.leniency,
      path,
      message: `${violation.message.replace(/\.$/, '')}: ${repair.says}.`,
    });
  }
  return { payload: current, used };
}

function findRepair(
  rows: readonly ToleranceRow[],
  violation: Violation,
  value: unknown,
): { row: ToleranceRow; repair: Repair } | undefined {
  const place = violation.path.replace(/\[\d+\]/g, '[*]');
  for (const row of rows) {
    if (!row.paths.some((pattern) => fits(pattern, place))) continue;
    const repair = row.repair(violation, value);
    if (repair !== undefined) return { row, repair };
  }
  return undefined;
}

function fits(pattern: string, place: string): boolean {
  if (pattern === '**') return place !== '$';
  return pattern.startsWith('**') ? place.endsWith(pattern.slice(2)) : pattern === place;
}

/** The innermost list item that a place lies in. */
function itemAround(segments: readonly Segment[]): readonly Segment[] | undefined {
  const last = segments.findLastIndex((segment) => typeof segment === 'number');
  return last < 0 ? undefined : segments.slice(0, last + 1);
}

/** A path without its last `count` field names. */
function pathText(path: string, count: number): string {
  let text = path;
  for (let i = 0; i < count; i++) text = text.slice(0, text.lastIndexOf('.'));
  return text;
}
