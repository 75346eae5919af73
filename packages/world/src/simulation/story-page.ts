import type { Violation } from '../checkers/violation.ts';
import type { Fault } from './faults.ts';
import { gistOf } from './frame-gist.ts';
import { journeyOf, type Line } from './story.ts';
import { PAGE_STYLE } from './story-style.ts';
import { dayText, durationText, faultText, momentText, timeText } from './words.ts';

/** What a page tells. */
export interface Page {
  readonly title: string;
  /** How to see the same again. */
  readonly command: string;
  readonly violations: readonly Violation[];
  readonly faults: readonly Fault[];
  readonly lines: readonly Line[];
}

/** After that long in which nothing is told the page says how long it was. */
const PAUSE_MS = 120_000;

/**
 * A story as a page that needs nothing else: a sequence diagram from top to bottom, a lifeline for each station and one
 * for the CSMS, with frames as arrows, states beside the lifelines, and across all of them faults and what they broke.
 */
export function storyPage({ title, command, violations, faults, lines }: Page): string {
  const columns = columnsOf(lines);
  const heads = [...columns]
    .map(([name, column]) => `<b class="head" style="grid-column:${column}">${escaped(name)}</b>`)
    .join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}</style>
<h1>${escaped(title)}</h1>
<p>Live it again: <code>${escaped(command)}</code></p>
<h2>Broken rules</h2>
<ul class="rules">${violations.map(violationItem).join('')}</ul>
<h2>What it takes</h2>
<ol>${faults.map((fault) => `<li><time>${momentText(fault.atMs)}</time> ${escaped(faultText(fault))}</li>`).join('')}</ol>
<h2>What happened</h2>
<p class="legend"><span class="call">call</span> <span class="answer">answer</span> <span class="error">error</span>
<span class="lost">never arrived</span> <span class="band fault">fault</span> <span class="band broken">broken rule</span>
Open a frame to read it.</p>
<div class="story" style="--stations:${columns.size - 1}">
<div class="row heads"><b>time</b>${heads}</div>
${rowsOf(lines, columns).join('\n')}
</div>
</html>
`;
}

/** Where each lifeline is: the stations by their numbers, then the CSMS. */
function columnsOf(lines: readonly Line[]): ReadonlyMap<string, number> {
  const stations = [...new Set(lines.flatMap(({ place }) => /^CS-\d+/.exec(place) ?? []))];
  stations.sort((left, right) => Number(left.slice(3)) - Number(right.slice(3)));
  return new Map([...stations, 'CSMS'].map((name, index) => [name, index + 2]));
}

function violationItem({ rule, place, what }: Violation): string {
  return `<li><b>${escaped(rule)}</b> ${escaped(place)} ${escaped(what)}</li>`;
}

function rowsOf(lines: readonly Line[], columns: ReadonlyMap<string, number>): string[] {
  return lines.flatMap((line, index) => [...pauseOf(lines[index - 1], line), rowOf(line, columns)]);
}

/** Says that it is another day, or much later. */
function pauseOf(before: Line | undefined, { atMs }: Line): readonly string[] {
  const day = dayText(atMs);
  const isNewDay = before === undefined || dayText(before.atMs) !== day;
  const pauseMs = before === undefined ? 0 : atMs - before.atMs;
  if (!isNewDay && pauseMs < PAUSE_MS) return [];
  const later = pauseMs < PAUSE_MS ? '' : `${durationText(pauseMs)} later`;
  const words = [isNewDay ? day : '', later].filter((word) => word !== '').join(', ');
  return [`<div class="row pause"><span>${words}</span></div>`];
}

function rowOf(line: Line, columns: ReadonlyMap<string, number>): string {
  const { atMs, place, what } = line;
  const time = `<time title="${dayText(atMs)}">${timeText(atMs)}</time>`;
  const [name = place, evse] = place.split(' ');
  if (name === 'world') {
    const kind = line.isBroken === true ? 'broken' : 'fault';
    return `<div class="row">${time}<span class="band ${kind}">${escaped(what)}</span></div>`;
  }
  const lives = [...columns.values()]
    .map((column) => `<i class="life" style="grid-column:${column}"></i>`)
    .join('');
  const column = columns.get(name) ?? 2;
  if (line.frame !== undefined) {
    return `<div class="row">${time}${lives}${arrowOf(line, line.frame, column, columns)}</div>`;
  }
  const where = evse === undefined ? '' : `<i>EVSE ${escaped(evse)}</i> `;
  return `<div class="row">${time}${lives}<span class="state" style="grid-column:${column}">${where}${escaped(what)}</span></div>`;
}

function arrowOf(
  line: Line,
  { from, kind, text, arrivedAtMs }: NonNullable<Line['frame']>,
  column: number,
  columns: ReadonlyMap<string, number>,
): string {
  const classes = ['arrow', from, kind, arrivedAtMs === undefined ? 'lost' : ''].join(' ').trim();
  const span = `grid-column:${column}/${columns.get('CSMS') ?? column + 1}`;
  const journey = journeyOf(line);
  const note = journey === undefined ? '' : ` <small>${journey}</small>`;
  // Without the arrow that text needs.
  const label = escaped(gistOf(line.what.replace(/^[→←] /, ''), text));
  return `<details class="${classes}" style="${span}"><summary><span>${label}${note}</span></summary><pre>${escaped(prettyOf(text))}</pre></details>`;
}

function prettyOf(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
