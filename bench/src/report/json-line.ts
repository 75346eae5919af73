import { isReached, limitOf, type Result } from '../figure.ts';

/**
 * A result as one JSON object: `{ id, value, unit, reach, ok }`. `value` is null when the measurement failed, `reach`
 * is null for a figure that only informs.
 */
export function jsonLine(result: Result): string {
  const { figure, measurement } = result;
  return JSON.stringify({
    id: figure.id,
    value: measurement === undefined ? null : significant(measurement.value),
    unit: figure.unit,
    reach: figure.reach === undefined ? null : limitOf(figure.reach),
    ok: isReached(result),
  });
}

/** Four digits are more than any of these measurements repeat. */
function significant(value: number): number {
  return Number(value.toPrecision(4));
}
