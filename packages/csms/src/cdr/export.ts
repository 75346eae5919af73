import type { CdrFilter, Cdrs } from './cdrs.ts';
import type { CdrView } from './views.ts';

/** The columns of the CSV: what a spreadsheet asks for. The JSON has everything. */
const COLUMNS: readonly (readonly [name: string, value: (cdr: CdrView) => unknown])[] = [
  ['number', ({ number }) => number],
  ['supersedes', ({ content }) => content.supersedes],
  ['supersededBy', ({ supersededBy }) => supersededBy],
  ['sealedAt', ({ sealedAt }) => sealedAt],
  ['stationId', ({ content }) => content.stationId],
  ['transactionId', ({ content }) => content.transactionId],
  ['evseId', ({ content }) => content.evseId],
  ['connectorId', ({ content }) => content.connectorId],
  ['idToken', ({ content }) => content.idToken],
  ['idTokenType', ({ content }) => content.idTokenType],
  ['startedAt', ({ content }) => content.startedAt],
  ['endedAt', ({ content }) => content.endedAt],
  ['durationS', ({ content }) => content.durationS],
  ['stoppedReason', ({ content }) => content.stoppedReason],
  ['closedBy', ({ content }) => content.closedBy],
  ['meterStartWh', ({ content }) => content.meterStartWh],
  ['meterEndWh', ({ content }) => content.meterEndWh],
  ['energyWh', ({ content }) => content.energyWh],
  ['exportedWh', ({ content }) => content.exportedWh],
  ['signatures', ({ content }) => content.signatures?.state],
  ['doubts', ({ content }) => content.doubts.map(({ took }) => took).join(' | ')],
  ['hash', ({ hash }) => hash],
];

/** RFC 4180, with a header line. */
export async function* csvOf(cdrs: Cdrs, filter: CdrFilter): AsyncGenerator<string> {
  yield lineOf(COLUMNS.map(([name]) => name));
  for await (const page of cdrs.pages(filter)) {
    yield page.map((cdr) => lineOf(COLUMNS.map(([, value]) => value(cdr)))).join('');
  }
}

/** One JSON array, a record on each line. */
export async function* jsonOf(cdrs: Cdrs, filter: CdrFilter): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const page of cdrs.pages(filter)) {
    for (const cdr of page) {
      yield separator + JSON.stringify(cdr);
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function lineOf(cells: readonly unknown[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula comes with an apostrophe in front. */
function cellOf(value: unknown): string {
  if (value === undefined) return '';
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
