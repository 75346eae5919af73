import { isReached, limitOf, type Result } from '../figure.ts';
import type { Machine } from '../machine.ts';

/** Everything that was measured, as the text of a JSON file. */
export function resultsDocument(results: readonly Result[], machine: Machine): string {
  const document = { measuredAt: new Date().toISOString(), machine, figures: results.map(entry) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function entry(result: Result) {
  const { figure, measurement, failure, durationS } = result;
  const { id, title, unit, reach } = figure;
  return {
    id,
    title,
    unit,
    reach: reach === undefined ? null : limitOf(reach),
    ok: isReached(result),
    durationS,
    ...measurement,
    ...(failure === undefined ? {} : { failure }),
  };
}
