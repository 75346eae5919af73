import { isReached, limitOf, type Reach, type Result, type Row, reachText } from '../figure.ts';
import { type Machine, machineText } from '../machine.ts';
import { numberText } from './table.ts';

const WIDTH = 960;
const MARGIN = 24;
const BAR_LEFT = 420;
const BAR_RIGHT = WIDTH - 120;
const ROW_HEIGHT = 22;
const INK = '#1f2933';
const FAINT = '#616e7c';
const OURS = '#0b7285';
const OURS_TOO = '#66b2c2';
const OTHERS = '#adb5bd';
const MISSED = '#c92a2a';
const LIMIT = '#e8590c';

interface Bar {
  readonly row: Row;
  readonly colour: string;
  readonly reach?: Reach | undefined;
}

/** All results as bars, a panel for each unit of each figure, the bound as a vertical line. */
export function chartSvg(results: readonly Result[], machine: Machine): string {
  const parts: string[] = [];
  let y = 44;
  for (const result of results) {
    y += 34;
    parts.push(text(MARGIN, y, result.figure.id, { weight: 600, size: 15 }));
    parts.push(
      text(WIDTH - MARGIN, y, verdict(result), { anchor: 'end', colour: verdictColour(result) }),
    );
    y += 16;
    parts.push(text(MARGIN, y, result.figure.title, { colour: FAINT, size: 12 }));
    y += 10;
    for (const bars of panels(result)) {
      parts.push(panel(bars, y));
      y += bars.length * ROW_HEIGHT + 10;
    }
  }
  const height = y + 24;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(MARGIN, 32, 'Northbound, measured', { weight: 700, size: 18 }),
    text(MARGIN, 52, machineText(machine), { colour: FAINT, size: 12 }),
    ...parts,
    '</svg>',
  ].join('\n')}\n`;
}

/** Bars that share a unit share a scale. */
function panels({ figure, measurement }: Result): Bar[][] {
  if (measurement === undefined) return [];
  const own: Bar = {
    row: { ...measurement, name: 'Northbound', unit: figure.unit },
    colour: OURS,
    reach: figure.reach,
  };
  const conditions = (measurement.conditions ?? []).map(
    (row): Bar => ({ row, colour: OURS, reach: row.reach }),
  );
  const others = measurement.rows.map(
    (row): Bar => ({
      row,
      colour: row.ours === true ? OURS_TOO : OTHERS,
    }),
  );
  const byUnit = Map.groupBy([own, ...conditions, ...others], ({ row }) => row.unit);
  return [...byUnit.values()];
}

function panel(bars: readonly Bar[], top: number): string {
  const limits = bars.flatMap(({ reach }) => (reach === undefined ? [] : [limitOf(reach)]));
  const scale = (BAR_RIGHT - BAR_LEFT) / Math.max(...bars.map(({ row }) => row.value), ...limits);
  return bars
    .map(({ row, colour, reach }, index) => {
      const y = top + index * ROW_HEIGHT;
      const width = Math.max(row.value * scale, 1);
      const value = `${numberText(row.value)} ${row.unit}`;
      const limit = reach === undefined ? 0 : limitOf(reach) * scale;
      return [
        text(BAR_LEFT - 10, y + 15, row.name, { anchor: 'end', size: 12 }),
        `<rect x="${BAR_LEFT}" y="${y + 3}" width="${width.toFixed(1)}" height="${ROW_HEIGHT - 6}" rx="2" fill="${colour}"/>`,
        text(BAR_LEFT + Math.max(width, limit) + 6, y + 15, value, { size: 12 }),
        limit === 0 ? '' : limitMark(BAR_LEFT + limit, y),
      ].join('\n');
    })
    .join('\n');
}

function limitMark(x: number, y: number): string {
  const at = x.toFixed(1);
  return `<line x1="${at}" y1="${y}" x2="${at}" y2="${y + ROW_HEIGHT}" stroke="${LIMIT}" stroke-width="2"/>`;
}

function verdict(result: Result): string {
  const { figure, measurement } = result;
  if (measurement === undefined) return 'failed';
  if (figure.reach === undefined) return 'for information';
  const bounds = [
    `${reachText(figure.reach)} ${figure.unit}`,
    ...(measurement.conditions ?? []).map(({ reach, unit }) => `${reachText(reach)} ${unit}`),
  ];
  return `${isReached(result) ? 'reached' : 'not reached'}: ${bounds.join(' and ')}`;
}

function verdictColour(result: Result): string {
  if (!isReached(result)) return MISSED;
  return result.figure.reach === undefined ? FAINT : OURS;
}

interface TextStyle {
  readonly anchor?: 'end';
  readonly weight?: number;
  readonly size?: number;
  readonly colour?: string;
}

function text(x: number, y: number, content: string, style: TextStyle): string {
  const { anchor = 'start', weight = 400, size = 13, colour = INK } = style;
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" font-weight="${weight}" font-size="${size}" fill="${colour}">${escaped}</text>`;
}
