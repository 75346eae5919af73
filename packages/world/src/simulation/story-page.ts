import type { Violation } from '../checkers/violation.ts';
import type { Fault } from './faults.ts';
import { faultText, type Line, momentText } from './story.ts';
import { PAGE_STYLE } from './story-style.ts';

/** What a page tells. */
export interface Page {
  readonly title: string;
  /** How to see the same again. */
  readonly command: string;
  readonly violations: readonly Violation[];
  readonly faults: readonly Fault[];
  readonly lines: readonly Line[];
}

/**
 * A story as a page that needs nothing else: a sequence diagram from top to bottom, a lifeline for each station and one
 * for the CSMS, with frames as arrows, states beside the lifelines, and faults across all of them.
 */
export function storyPage({ title, command, violations, faults, lines }: Page): string {
  const stations = [...new Set(lines.flatMap(({ place }) => /^CS-\d+/.exec(place) ?? []))].sort();
  const columns = new Map([...stations, 'CSMS'].map((name, index) => [name, index + 2]));
  const rows = lines.map((line) => rowOf(line, columns)).join('\n');
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
<ul class="broken">${violations.map(violationItem).join('')}</ul>
<h2>What it takes</h2>
<ol>${faults.map((fault) => `<li><time>${momentText(fault.atMs)}</time> ${escaped(faultText(fault))}</li>`).join('')}</ol>
<h2>What happened</h2>
<p class="legend"><span class="call">call</span> <span class="answer">answer</span> <span class="error">error</span>
<span class="lost">never arrived</span> · Open a frame to read it.</p>
<div class="story" style="--stations:${stations.length}">
<div class="row heads"><b>time</b>${heads}</div>
${rows}
</div>
</html>
`;
}

function violationItem({ rule, place, what }: Violation): string {
  return `<li><b>${escaped(rule)}</b> ${escaped(place)} ${escaped(what)}</li>`;
}

function rowOf({ atMs, place, what, frame }: Line, columns: ReadonlyMap<string, number>): string {
  const time = `<time>${momentText(atMs)}</time>`;
  const [name = place, evse] = place.split(' ');
  const lives = [...columns.values()]
    .map((column) => `<i class="life" style="grid-column:${column}"></i>`)
    .join('');
  if (name === 'world') return `<div class="row fault">${time}<span>${escaped(what)}</span></div>`;
  const column = columns.get(name) ?? 2;
  if (frame === undefined) {
    const where = evse === undefined ? '' : `<i>EVSE ${escaped(evse)}</i> `;
    return `<div class="row">${time}${lives}<span class="state" style="grid-column:${column}">${where}${escaped(what)}</span></div>`;
  }
  const isLost = frame.arrivedAtMs === undefined;
  const classes = ['arrow', frame.from, frame.kind, isLost ? 'lost' : ''].join(' ').trim();
  const span = `grid-column:${column}/${columns.get('CSMS') ?? column + 1}`;
  return `<div class="row">${time}${lives}<details class="${classes}" style="${span}"><summary>${escaped(labelOf(what))}</summary><pre>${escaped(prettyOf(frame.text))}</pre></details></div>`;
}

/** Without the arrow that text needs. */
function labelOf(what: string): string {
  return what.replace(/^[→←] /, '');
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
