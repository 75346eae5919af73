import type { Station } from '@northbound/station';
import { eventText } from './event-text.ts';
import { KEYS, type KeyedView, QUIT_KEYS } from './keys.ts';
import { renderView } from './view.ts';

const LOG_LINES = 500;
/** Power and energy change without an event. */
const REFRESH_MS = 500;
const OTHER_SCREEN = '\u001b[?1049h\u001b[?25l';
const FIRST_SCREEN = '\u001b[?1049l\u001b[?25h';

/** The terminal as a window on the station; a key is a deed. Settles when the person quits. */
export async function runTerminal(
  station: Station,
  evseCount: number,
  idToken: string,
): Promise<void> {
  const { stdin, stdout } = process;
  const view: KeyedView = { evseId: 1, evseCount, idToken, pressed: new Set() };
  const log: string[] = [];
  let problem: string | undefined;
  const draw = (): void => {
    // A terminal of unknown size says 0.
    const columns = stdout.columns || 80;
    const rows = stdout.rows || 24;
    const model = { state: station.state(), evseId: view.evseId, log, problem };
    stdout.write(renderView(model, { columns, rows }));
  };
  const unsubscribe = station.subscribe((event) => {
    const line = eventText(event);
    if (line === undefined) return;
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
    draw();
  });
  const { promise: quit, resolve } = Promise.withResolvers<void>();
  const onKeys = (text: string): void => {
    for (const key of text.toLowerCase()) {
      if (QUIT_KEYS.some((each) => each === key)) resolve();
      problem = undefined;
      try {
        KEYS.get(key)?.act(station, view);
      } catch (error) {
        // What a person cannot do, such as to plug in where a vehicle stands.
        problem = error instanceof Error ? error.message : 'That failed.';
      }
    }
    draw();
  };
  stdout.write(OTHER_SCREEN);
  stdin.setRawMode(true).setEncoding('utf8').on('data', onKeys);
  const refresh = setInterval(draw, REFRESH_MS);
  draw();
  try {
    await quit;
  } finally {
    clearInterval(refresh);
    unsubscribe();
    stdin.off('data', onKeys).setRawMode(false);
    stdout.write(FIRST_SCREEN);
  }
}
