import { createInterface } from 'node:readline';
import type { Station } from '@northbound/station';
import { eventText, stateText } from './event-text.ts';
import { HELP, type LineCommand, parseLine } from './line-commands.ts';

/** A station driven by words, one command a line. Settles with `quit`; the end of the input ends nothing. */
export async function runLines(station: Station, evseCount: number): Promise<void> {
  station.subscribe((event) => {
    const text = eventText(event);
    if (text !== undefined) print(`${text}\n`);
  });
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    const read = parseLine(line, evseCount);
    if (read === undefined) continue;
    if (read === 'quit') {
      lines.close();
      return;
    }
    if (typeof read === 'object' && 'problem' in read) print(`${read.problem}\n`);
    else await act(station, read);
  }
  // So that a station runs without a keyboard too.
  await new Promise(() => {});
}

async function act(station: Station, read: Exclude<LineCommand, 'quit'>): Promise<void> {
  if (read === 'status') print(stateText(station.state()));
  else if (read === 'help') print(HELP);
  else {
    try {
      const said = await read.deed(station);
      if (said !== undefined) print(`${said}\n`);
    } catch (error) {
      // What a person cannot do, such as to plug in where a vehicle stands.
      if (!(error instanceof Error)) throw error;
      print(`${error.message}\n`);
    }
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
