import type { Station } from '@northbound/station';
import { brownOut } from './brown-out.ts';
import { LineError, Words } from './words.ts';

/** What a person at the keyboard may ask of a station: what to do, and a text to print about it. */
type Deed = (station: Station) => string | undefined | Promise<string>;

export type LineCommand = { readonly deed: Deed } | 'status' | 'help' | 'quit';

export interface LineProblem {
  readonly problem: string;
}

interface Verb {
  readonly usage: string;
  readonly help: string;
  /** Reads what follows the word. @throws LineError */
  readonly read: (words: Words) => LineCommand;
}

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    plug: verb('[EVSE]', 'plug a vehicle in', (words) => {
      const evseId = words.evse();
      return (station) => station.plugIn(evseId);
    }),
    unplug: verb('[EVSE]', 'pull the cable', (words) => {
      const evseId = words.evse();
      return (station) => station.plugOut(evseId);
    }),
    swipe: verb('TOKEN [EVSE]', 'present a token (again to stop)', (words) => {
      const idToken = words.text('TOKEN');
      const evseId = words.optionalEvse();
      return (station) => station.swipe({ idToken, type: 'ISO14443' }, evseId);
    }),
    bay: verb('in|out [EVSE]', 'a vehicle drives into the parking bay, or out of it', (words) => {
      const isIn = words.choice(['in', 'out']) === 'in';
      const evseId = words.evse();
      return (station) => station.bay(evseId, isIn);
    }),
    limit: verb('energy|time|cost|soc AMOUNT [EVSE]', 'what the driver wants at most', (words) => {
      const what = words.choice(['energy', 'time', 'cost', 'soc']);
      const amount = words.number('AMOUNT');
      const evseId = words.evse();
      const limit = {
        energy: { maxEnergy: amount },
        time: { maxTime: amount },
        cost: { maxCost: amount },
        soc: { maxSoC: amount },
      }[what];
      return (station) => station.limit(evseId, limit);
    }),
    prioritise: verb('on|off [EVSE]', 'the button for priority charging', (words) => {
      const activate = words.choice(['on', 'off']) === 'on';
      const evseId = words.evse();
      return (station) =>
        station.prioritise(evseId, activate) ? undefined : 'there is no profile for it';
    }),
    constrain: verb('AMOUNT A|W [EVSE]', 'an energy manager limits it (EVSE 0: all)', (words) => {
      const limit = words.number('AMOUNT');
      const unit = words.choice(['A', 'W']);
      const evseId = words.evseOrStation();
      return (station) =>
        station.setExternalLimit({ source: 'EMS', limit, unit, evseId })
          ? undefined
          : 'the station does not listen to such systems';
    }),
    release: verb('', 'the energy manager releases its limits', () => (station) => {
      station.clearExternalLimit('EMS');
    }),
    fault: verb('CODE [EVSE]', 'a component fails: an MREC, or a code of 1.6', (words) => {
      const code = words.text('CODE');
      const evseId = words.evse();
      return (station) => station.fault(evseId, code);
    }),
    clear: verb('[EVSE]', 'everything that fails there works again', (words) => {
      const evseId = words.evse();
      return (station) => station.clearFault(evseId);
    }),
    set: verb('VARIABLE VALUE', 'a variable: TxCtrlr.EVConnectionTimeOut 30', (words) => {
      const name = words.text('VARIABLE');
      const value = words.text('VALUE');
      return (station) => {
        const outcome = station.setVariable(name, value);
        return outcome.status === 'Rejected' ? `Rejected: ${outcome.problem}` : outcome.status;
      };
    }),
    send: verb('VENDOR [MESSAGE] [DATA]', "a vendor's message (DataTransfer)", (words) => {
      const vendorId = words.text('VENDOR');
      const messageId = words.optionalText();
      const data = words.optionalText();
      return async (station) => {
        const outcome = await station.dataTransfer({
          vendorId,
          ...(messageId !== undefined && { messageId }),
          ...(data !== undefined && { data }),
        });
        return outcome.outcome === 'answered' ? outcome.payload.status : outcome.outcome;
      };
    }),
    cut: verb('', 'cut the power', () => (station) => station.powerCut()),
    brownout: verb('', 'let the power fail, seen by the station just before', () => brownOut),
    power: verb('', 'switch the power on', () => (station) => void station.start()),
    disconnect: verb('', 'pull the network cable', () => (station) => station.disconnect()),
    connect: verb('', 'put the network cable back', () => (station) => station.connect()),
    status: { usage: 'status', help: "print the station's state", read: () => 'status' },
    help: { usage: 'help', help: 'print these lines', read: () => 'help' },
    quit: { usage: 'quit', help: 'stop the station', read: () => 'quit' },
  } satisfies Record<string, Omit<Verb, 'usage'> & { usage: string }>),
);

export const HELP = [...VERBS]
  .map(([word, { usage, help }]) => {
    const line = usage === word ? word : `${word} ${usage}`;
    return `${line.trim().padEnd(40)} ${help}\n`;
  })
  .join('');

/** Reads one line; undefined when it is empty. */
export function parseLine(line: string, evseCount: number): LineCommand | LineProblem | undefined {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  if (word === '') return undefined;
  const found = VERBS.get(word.toLowerCase());
  if (found === undefined) {
    return { problem: `no such command: ${word.slice(0, 40)} (help lists them)` };
  }
  const words = new Words(rest, evseCount);
  try {
    const command = found.read(words);
    words.end();
    return command;
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    return { problem: `${error.message} (${word.toLowerCase()} ${found.usage})` };
  }
}

function verb(
  usage: string,
  help: string,
  read: (words: Words) => (station: Station) => unknown,
): Verb {
  return {
    usage,
    help,
    read: (words) => {
      const act = read(words);
      return {
        deed: (station) => {
          const said = act(station);
          if (said instanceof Promise) return said.then(String);
          return typeof said === 'string' ? said : undefined;
        },
      };
    },
  };
}
