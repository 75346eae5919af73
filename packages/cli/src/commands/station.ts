import { createInterface } from 'node:readline';
import type { Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import { createStation, type EvseConfig, type Station } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import { stopSignal } from '../signals.ts';
import { eventText, stateText } from '../station-console/event-text.ts';
import { HELP, type LineCommand, parseLine } from '../station-console/line-commands.ts';
import { UsageError } from '../usage-error.ts';

const MAX_IDENTITY_CHARS = 48;

const SOCKET_22_KW: EvseConfig = {
  connectors: [{ type: 'sType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
};

export interface StationOptions {
  readonly id: string;
  readonly ocpp: Version;
  readonly password?: string;
  readonly evses: number;
  readonly json?: boolean;
}

/** Runs one station until `quit` or a signal. */
export async function stationCommand(url: string, options: StationOptions): Promise<void> {
  const stopped = stopSignal();
  const evses = Array.from({ length: options.evses }, () => SOCKET_22_KW);
  const station = createStation(
    {
      identity: checkIdentity(options.id),
      url: checkUrl(url),
      versions: [options.ocpp],
      vendor: 'Northbound',
      model: 'Reference',
      evses,
      ...(options.password !== undefined && { password: options.password }),
    },
    {
      clock: systemClock,
      random: systemRandom,
      dialer: webSocketDialer(),
      hardware: simulatedHardware({ clock: systemClock, evses }),
    },
  );
  const screen = options.json === true ? jsonScreen : textScreen;
  station.subscribe((event) => screen.event(event));
  await station.start();
  await Promise.race([stopped, untilQuit(station, evses.length, screen)]);
  await station.stop();
  // An open keyboard would keep the process alive.
  process.stdin.destroy();
}

/** Where what happens is shown. */
interface Screen {
  event(event: Parameters<Parameters<Station['subscribe']>[0]>[0]): void;
  state(station: Station): void;
  problem(text: string): void;
  help(): void;
}

const textScreen: Screen = {
  event(event) {
    const text = eventText(event);
    if (text !== undefined) print(`${text}\n`);
  },
  state: (station) => print(stateText(station.state())),
  problem: (text) => print(`${text}\n`),
  help: () => print(HELP),
};

const jsonScreen: Screen = {
  event: (event) => print(`${JSON.stringify(event)}\n`),
  state: (station) => print(`${JSON.stringify({ type: 'state', ...station.state() })}\n`),
  problem: (text) => print(`${JSON.stringify({ type: 'problem', message: text })}\n`),
  help: () => print(`${JSON.stringify({ type: 'help', text: HELP })}\n`),
};

function print(text: string): void {
  process.stdout.write(text);
}

/** Takes lines until `quit`; the end of the input ends nothing, so that a station runs without a keyboard too. */
async function untilQuit(station: Station, evseCount: number, screen: Screen): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    const read = parseLine(line, evseCount);
    if (read === undefined) continue;
    if ('problem' in read) {
      screen.problem(read.problem);
    } else if (read.command === 'quit') {
      lines.close();
      return;
    } else {
      act(station, read, screen);
    }
  }
  await new Promise(() => {});
}

function act(station: Station, read: LineCommand, screen: Screen): void {
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
        screen.state(station);
        break;
      case 'connect':
        station.connect();
        break;
      case 'disconnect':
        station.disconnect();
        break;
      default:
        screen.help();
    }
  } catch (error) {
    // What a person cannot do, such as to plug in where a vehicle stands.
    if (!(error instanceof RangeError)) throw error;
    screen.problem(error.message);
  }
}

function checkIdentity(identity: string): string {
  if (identity === '' || identity.length > MAX_IDENTITY_CHARS || identity.includes(':')) {
    throw new UsageError(`An identity has 1 to ${MAX_IDENTITY_CHARS} characters and no colon.`);
  }
  return identity;
}

function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new UsageError(
      `${text.slice(0, 200)} is no WebSocket URL such as ws://127.0.0.1:8080/ocpp.`,
    );
  }
  return text.replace(/\/+$/, '');
}
