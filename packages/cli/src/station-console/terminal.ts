import type { Station } from '@northbound/station';
import { eventText } from './event-text.ts';
import { KEYS, type KeyedView, QUIT_KEYS } from './keys.ts';
import { renderView } from './view.ts';

const LOG_LINES = 500;
/** Power and energy change without an event. */
const REFRESH_MS = 500;
const OTHER_SCREEN = '\u001b[?1049h\u001b[?25l';
const FIRST_SCREEN = '\u001b[?1049l\u001b[?25h';

/** What of a terminal is used: `process` has it, when it runs on one. */
export interface Terminal {
  readonly stdin: {
    setRawMode(on: boolean): unknown;
    setEncoding(encoding: 'utf8'): unknown;
    on(event: 'data', listener: (text: string) => void): unknown;
    off(event: 'data', listener: (text: string) => void): unknown;
  };
  readonly stdout: {
    readonly columns: number;
    readonly rows: number;
    write(text: string): unknown;
  };
}

/**
 * The terminal as a window on the station; a key is a deed.
 *
 * @param ended somebody else ends it
 * @returns settles when the person quits or it is ended, with the terminal as it was
 */
export async function runTerminal(
  station: Station,
  { evseCount, idToken }: Pick<KeyedView, 'evseCount' | 'idToken'>,
  ended: Promise<void>,
  { stdin, stdout }: Terminal,
): Promise<void> {
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
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', onKeys);
  const refresh = setInterval(draw, REFRESH_MS);
  draw();
  try {
    await Promise.race([quit, ended]);
  } finally {
    clearInterval(refresh);
    unsubscribe();
    stdin.off('data', onKeys);
    stdin.setRawMode(false);
    stdout.write(FIRST_SCREEN);
  }
}
