import { isReached, type Reach, type Result, type Row, reachText } from '../figure.ts';

const HEADER = ['figure', 'value', 'quartiles', 'reach', ''] as const;

/** All results as text, a figure with the rows that belong to it below it. */
export function tableText(results: readonly Result[]): string {
  const lines = [HEADER, ...results.flatMap(linesOf)];
  // A title is as long as it likes.
  const columns = lines.filter((line) => line.length > 1);
  const widths = HEADER.map((_, column) =>
    Math.max(...columns.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function linesOf(result: Result): string[][] {
  const { figure, measurement, failure } = result;
  const verdict = isReached(result) ? (figure.reach === undefined ? '' : 'reached') : 'NOT REACHED';
  if (measurement === undefined) return [[figure.id, '–', '', failure ?? '', 'FAILED']];
  return [
    cells({ ...measurement, name: figure.id, unit: figure.unit }, figure.reach, verdict),
    [`  ${figure.title}`],
    ...(measurement.conditions ?? []).map((row) =>
      cells({ ...row, name: `  and ${row.name}` }, row.reach, ''),
    ),
    ...measurement.rows.map((row) => cells({ ...row, name: `    ${row.name}` }, undefined, '')),
    ...(measurement.missing ?? []).map(({ name, why }) => [`    ${name}`, 'missing', '', '', why]),
  ];
}

function cells(row: Row, reach: Reach | undefined, verdict: string): string[] {
  const { name, value, unit, low, high } = row;
  const quartiles =
    low === undefined || high === undefined ? '' : `${numberText(low)} – ${numberText(high)}`;
  const reachCell = reach === undefined ? '' : `${reachText(reach)} ${unit}`;
  return [name, `${numberText(value)} ${unit}`, quartiles, reachCell, verdict];
}

/** Three digits, thousands apart. */
export function numberText(value: number): string {
  return value >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

/** Numbers stand right, text left. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || column > 2 ? cell.padEnd(width) : cell.padStart(width);
}
