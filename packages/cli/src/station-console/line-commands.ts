/** What a person at the keyboard may ask of a station. */
export type LineCommand =
  | { readonly command: 'plug' | 'unplug'; readonly evseId: number }
  | { readonly command: 'swipe'; readonly idToken: string; readonly evseId: number | undefined }
  | { readonly command: 'status' | 'connect' | 'disconnect' | 'help' | 'quit' };

export interface LineProblem {
  readonly problem: string;
}

export const HELP = `plug [EVSE]          plug a vehicle in
swipe TOKEN [EVSE]   present a token (again to stop)
unplug [EVSE]        pull the cable
status               print the station's state
disconnect, connect  drop the connection, take it up again
quit                 stop the station
`;

const PLAIN = ['status', 'connect', 'disconnect', 'help', 'quit'] as const;

/** Reads one line; undefined when it is empty. */
export function parseLine(line: string, evseCount: number): LineCommand | LineProblem | undefined {
  const [word, first, second, ...rest] = line.trim().split(/\s+/);
  if (word === undefined || word === '') return undefined;
  if (rest.length > 0) return { problem: `too many words: ${line.trim().slice(0, 80)}` };
  const plain = PLAIN.find((command) => command === word.toLowerCase());
  if (plain !== undefined) return { command: plain };
  switch (word.toLowerCase()) {
    case 'plug':
    case 'unplug': {
      const evseId = parseEvse(first ?? '1', evseCount);
      const command = word.toLowerCase() === 'plug' ? 'plug' : 'unplug';
      return evseId === undefined ? noSuchEvse(first, evseCount) : { command, evseId };
    }
    case 'swipe': {
      if (first === undefined) return { problem: 'swipe needs a token: swipe TOKEN [EVSE]' };
      const evseId = second === undefined ? undefined : parseEvse(second, evseCount);
      if (second !== undefined && evseId === undefined) return noSuchEvse(second, evseCount);
      return { command: 'swipe', idToken: first, evseId };
    }
    default:
      return { problem: `no such command: ${word.slice(0, 40)} (help lists them)` };
  }
}

function parseEvse(text: string, evseCount: number): number | undefined {
  const evseId = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return evseId >= 1 && evseId <= evseCount ? evseId : undefined;
}

function noSuchEvse(text: string | undefined, evseCount: number): LineProblem {
  return { problem: `there is no EVSE ${text?.slice(0, 20)}; this station has ${evseCount}` };
}
