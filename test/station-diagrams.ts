import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isTest, ROOT, sourcesOf } from './sources.ts';

type AnyTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** How a table is declared. */
const TABLES = /^export const ([A-Z_]+): (?:StateTable<|Readonly<Record<\w+State, Steps>>)/gm;

/** Every state machine of the station as a Mermaid diagram, drawn from the table that it runs by. */
export async function stationDiagrams(): Promise<string> {
  const drawn: string[] = [];
  const sources = sourcesOf('packages/station/src').filter((source) => !isTest(source));
  for (const { path, text } of sources.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const [, name = ''] of text.matchAll(TABLES)) {
      const module: Record<string, AnyTable> = await import(pathToFileURL(join(ROOT, path)).href);
      const table = module[name];
      if (table === undefined) throw new Error(`${path} does not export ${name}`);
      drawn.push(`### ${titleOf(name)}\n\n[${path}](../${path})\n\n${diagram(table)}`);
    }
  }
  return drawn.join('\n');
}

function titleOf(name: string): string {
  return name.charAt(0) + name.slice(1).toLowerCase();
}

/** Events that change nothing are left out. */
function diagram(table: AnyTable): string {
  const [first] = Object.keys(table);
  const lines = ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`];
  for (const [state, steps] of Object.entries(table)) {
    const events = new Map<string, string[]>();
    for (const [event, [next, ...actions]] of Object.entries(steps)) {
      if (next === state && actions.length === 0) continue;
      const key = JSON.stringify([next, actions]);
      events.set(key, [...(events.get(key) ?? []), event]);
    }
    for (const [key, names] of events) {
      const [next, actions]: [string, string[]] = JSON.parse(key);
      const deeds = actions.length === 0 ? '' : ` / ${actions.join(', ')}`;
      lines.push(`  ${state} --> ${next} : ${names.join(', ')}${deeds}`);
    }
  }
  return [...lines, '```', ''].join('\n');
}
