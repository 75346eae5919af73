import type { Protocol } from '../protocol.ts';
import { MAX_VIOLATIONS, type Violation } from '../validation/explain.ts';
import type { Version } from '../version.ts';
import { Edits } from './edits.ts';
import { isAllowed, type Leniency, type ToleranceConfig, type Tolerated } from './leniency.ts';
import { parsePath, type Segment, valueAt } from './paths.ts';
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
    if (isAnotherThing(remaining)) break;
    const repaired = repairRound(rows, current, remaining);
    if (validator === undefined || repaired.used.length === 0) break;
    used.push(...repaired.used);
    current = repaired.payload;
    remaining = validator.explain(current);
  }
  return { payload: current, used, remaining };
}

/** As many faults as a look shows, and all in one object: no slip, and each round would copy the whole of it in vain. */
function isAnotherThing(violations: readonly Violation[]): boolean {
  if (violations.length < MAX_VIOLATIONS) return false;
  const objects = violations.map(({ path }) => JSON.stringify(parsePath(path).slice(0, -1)));
  return new Set(objects).size === 1;
}

/** Repairs what one look has shown. Last first, so that what drops an item comes before what is wrong inside of it. */
function repairRound(
  rows: readonly ToleranceRow[],
  payload: unknown,
  violations: readonly Violation[],
): { payload: unknown; used: readonly Leniency[] } {
  const used: Leniency[] = [];
  const edits = new Edits();
  for (const violation of violations.toReversed()) {
    const { path } = violation;
    const segments = parsePath(path);
    if (edits.covers(segments)) continue;
    const found = findRepair(rows, violation, valueAt(payload, segments));
    if (found === undefined) continue;
    const { row, repair } = found;
    const place = repair.do === 'dropItem' ? itemAround(segments) : segments;
    if (place === undefined) continue;
    if (repair.do === 'replace') edits.replace(place, repair.value);
    else edits.remove(place);
    used.unshift({
      kind: row.leniency,
      path,
      message: `${violation.message.replace(/\.$/, '')}: ${repair.says}.`,
    });
  }
  return { payload: edits.made(payload), used };
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
