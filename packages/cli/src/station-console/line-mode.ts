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
    if ('problem' in read) {
      print(`${read.problem}\n`);
    } else if (read.command === 'quit') {
      lines.close();
      return;
    } else {
      act(station, read);
    }
  }
  // So that a station runs without a keyboard too.
  await new Promise(() => {});
}

function act(station: Station, read: LineCommand): void {
  try {
    switch (read.command) {
      case 'plug':
        station.plugIn(read.evseId);
        break;
      case 'unplug':
        station.plugOut(read.evseId);
        break;
      case 'swipe':
        station.swipe({ idToken: read.idToken, type: 'ISO14443' }, read.evseId);
        break;
      case 'status':
        print(stateText(station.state()));
        break;
      case 'connect':
        station.connect();
        break;
      case 'disconnect':
        station.disconnect();
        break;
      default:
        print(HELP);
    }
  } catch (error) {
    // What a person cannot do, such as to plug in where a vehicle stands.
    if (!(error instanceof RangeError)) throw error;
    print(`${error.message}\n`);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
