import { VERSIONS } from '@northbound/protocol';
import type { Station } from '@northbound/station';
import type { StationSettings } from './build-station.ts';
import { checkIdentity, checkUrl } from './checks.ts';

/** What a test tool asks for, as one line of JSON; documented in the package's README. */
type Fields = ReadonlyMap<string, unknown>;

export interface ControlParts {
  build(settings: StationSettings): Station;
  /** One line for the tool, without its end. */
  write(line: string): void;
  /** `stop` was answered. */
  stopped(): void;
}

/** The tool asked for something that cannot be; the message tells it. */
class ControlError extends Error {}

const MAX_EVSES = 64;

/** A station that other programs drive by lines of JSON: each command is answered once, events come between. */
export class ControlChannel {
  readonly #parts: ControlParts;
  #station: Station | undefined;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  /** Takes a station, in place of a `configure`. */
  configure(settings: StationSettings): void {
    if (this.#station?.state().on === true) throw new ControlError('The power is on.');
    const station = this.#parts.build(settings);
    station.subscribe((event) => this.#write(event));
    this.#station = station;
  }

  /** Never throws: what is wrong is the answer. */
  async handle(line: string): Promise<void> {
    let id: unknown = null;
    try {
      const fields = parse(line);
      id = fields.get('id') ?? null;
      const command = text(fields, 'command');
      const run = COMMANDS.get(command);
      if (run === undefined) throw new ControlError(`There is no command ${command.slice(0, 40)}.`);
      const result = await run(this, fields);
      this.#write({ type: 'answer', id, ok: true, ...(result !== undefined && { result }) });
      if (command === 'stop') this.#parts.stopped();
    } catch (error) {
      const message = error instanceof Error ? error.message : 'Something failed.';
      this.#write({ type: 'answer', id, ok: false, error: message });
    }
  }

  get station(): Station {
    if (this.#station === undefined) throw new ControlError('There is no station: configure one.');
    return this.#station;
  }

  /** Shuts the station down in order, if there is one. */
  async end(): Promise<void> {
    await this.#station?.stop();
  }

  #write(value: object): void {
    this.#parts.write(JSON.stringify(value));
  }
}

type Run = (channel: ControlChannel, fields: Fields) => unknown;

const COMMANDS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['configure', (channel, fields) => channel.configure(settings(fields))],
  ['start', ({ station }) => station.start()],
  ['power-on', ({ station }) => station.start()],
  ['power-cut', ({ station }) => station.powerCut()],
  ['shut-down', ({ station }) => station.stop()],
  ['disconnect', ({ station }) => station.disconnect()],
  ['connect', ({ station }) => station.connect()],
  [
    'plug-in',
    ({ station }, fields) =>
      station.plugIn(evse(station, fields), whole(fields, 'connectorId', 1, MAX_EVSES) ?? 1),
  ],
  ['plug-out', ({ station }, fields) => station.plugOut(evse(station, fields))],
  ['fault', ({ station }, fields) => station.fault(evse(station, fields), text(fields, 'code'))],
  ['clear-fault', ({ station }, fields) => station.clearFault(evse(station, fields))],
  [
    'swipe',
    ({ station }, fields) => {
      const idToken = text(fields, 'idToken');
      const type = fields.get('type') === undefined ? 'ISO14443' : text(fields, 'type');
      const evseId = fields.has('evseId') ? evse(station, fields) : undefined;
      station.swipe({ idToken, type }, evseId);
    },
  ],
  [
    'set-variable',
    ({ station }, fields) => station.setVariable(text(fields, 'name'), text(fields, 'value')),
  ],
  ['get-state', ({ station }) => station.state()],
  ['stop', (channel) => channel.end()],
]);

function parse(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ControlError('This line is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlError('A command is a JSON object.');
  }
  return new Map(Object.entries(value));
}

function settings(fields: Fields): StationSettings {
  const versions = fields.get('versions') ?? ['2.1'];
  if (!Array.isArray(versions) || versions.length === 0) {
    throw new ControlError('versions is a list, the preferred one first.');
  }
  const password = fields.get('password');
  const flash = fields.get('flash');
  const variables = fields.get('variables');
  return {
    identity: checkIdentity(text(fields, 'identity')),
    url: checkUrl(text(fields, 'url')),
    versions: versions.map((each) => {
      const version = VERSIONS.find((known) => known === each);
      if (version === undefined) throw new ControlError(`versions are ${VERSIONS.join(', ')}.`);
      return version;
    }),
    evses: whole(fields, 'evses', 1, MAX_EVSES) ?? 1,
    ...(password !== undefined && { password: text(fields, 'password') }),
    ...(flash !== undefined && { flash: text(fields, 'flash') }),
    ...(variables !== undefined && { variables: texts(variables) }),
  };
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) {
    throw new ControlError('variables is an object of texts.');
  }
  const entries = Object.entries(value).map(([name, each]): [string, string] => [
    name,
    String(each),
  ]);
  return Object.fromEntries(entries);
}

function text(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (typeof value !== 'string' || value === '') throw new ControlError(`${name} is a text.`);
  return value;
}

function evse(station: Station, fields: Fields): number {
  const { on, evses } = station.state();
  // A station without power does not know its sockets; the hardware does.
  const count = on ? evses.length : MAX_EVSES;
  return whole(fields, 'evseId', 1, count) ?? 1;
}

function whole(fields: Fields, name: string, least: number, most: number): number | undefined {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  const isFine =
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  if (!isFine) throw new ControlError(`${name} is a number from ${least} to ${most}.`);
  return value;
}
