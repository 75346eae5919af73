import { VERSIONS, type Version } from '@northbound/protocol';
import type { TlsIdentity } from '@northbound/rpc';
import type { ExternalLimit, Station } from '@northbound/station';
import { type Pem, tlsIdentity } from '../pem.ts';
import type { StationSettings } from './build-station.ts';
import { checkIdentity, checkUrl, checkWatchdog } from './checks.ts';
import {
  ControlError,
  type Fields,
  flag,
  parse,
  positive,
  text,
  texts,
  whole,
} from './control-fields.ts';

export interface ControlParts {
  build(settings: StationSettings): Station;
  /** One line for the tool, without its end. */
  write(line: string): void;
  /** `stop` was answered. */
  stopped(): void;
}

const MAX_EVSES = 64;
/** What a supply's capacitors hold. */
const DEFAULT_FAILING_MS = 20;
const MAX_FAILING_MS = 60_000;

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
  [
    'power-failing',
    ({ station }, fields) =>
      station.powerFailing(whole(fields, 'inMs', 0, MAX_FAILING_MS) ?? DEFAULT_FAILING_MS),
  ],
  ['dead-letters', ({ station }) => station.deadLetters()],
  [
    'resend',
    ({ station }, fields) => {
      const letter = whole(fields, 'letter', 1, Number.MAX_SAFE_INTEGER) ?? 0;
      if (!station.resend(letter)) throw new ControlError('This letter cannot be sent again.');
    },
  ],
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
  ['bay', ({ station }, fields) => station.bay(evse(station, fields), flag(fields, 'occupied'))],
  [
    'limit',
    ({ station }, fields) =>
      station.limit(evse(station, fields), {
        ...(fields.has('maxEnergy') && { maxEnergy: positive(fields, 'maxEnergy') }),
        ...(fields.has('maxTime') && { maxTime: positive(fields, 'maxTime') }),
        ...(fields.has('maxCost') && { maxCost: positive(fields, 'maxCost') }),
        ...(fields.has('maxSoC') && { maxSoC: positive(fields, 'maxSoC') }),
      }),
  ],
  [
    'set-external-limit',
    ({ station }, fields) => ({ obeyed: station.setExternalLimit(externalLimit(fields)) }),
  ],
  [
    'clear-external-limit',
    ({ station }, fields) =>
      station.clearExternalLimit(source(fields), whole(fields, 'evseId', 0, MAX_EVSES)),
  ],
  [
    'prioritise',
    ({ station }, fields) => ({
      done: station.prioritise(evse(station, fields), flag(fields, 'activate')),
    }),
  ],
  [
    'data-transfer',
    ({ station }, fields) =>
      station.dataTransfer({
        vendorId: text(fields, 'vendorId'),
        ...(fields.has('messageId') && { messageId: text(fields, 'messageId') }),
        ...(fields.has('data') && { data: fields.get('data') }),
      }),
  ],
  ['get-state', ({ station }) => station.state()],
  ['stop', (channel) => channel.end()],
]);

/** PEM texts by the names of `TlsIdentity`. */
function tls(fields: Fields): TlsIdentity {
  const given = new Map(Object.entries(texts(fields, 'tls')));
  const pem = (name: string): Pem | undefined => {
    const text = given.get(name);
    return text === undefined ? undefined : { text, from: `tls.${name}` };
  };
  return tlsIdentity({ ca: pem('ca'), cert: pem('cert'), key: pem('key') });
}

const SOURCES = ['EMS', 'SO', 'Other'] as const;

function source(fields: Fields): ExternalLimit['source'] {
  const value = fields.get('source') ?? 'EMS';
  const found = SOURCES.find((each) => each === value);
  if (found === undefined) throw new ControlError(`source is one of ${SOURCES.join(', ')}.`);
  return found;
}

function externalLimit(fields: Fields): ExternalLimit {
  const unit = fields.get('unit') ?? 'A';
  if (unit !== 'A' && unit !== 'W') throw new ControlError('unit is A or W.');
  const evseId = whole(fields, 'evseId', 0, MAX_EVSES);
  return {
    source: source(fields),
    limit: positive(fields, 'limit'),
    unit,
    ...(evseId !== undefined && { evseId }),
    ...(fields.has('durationS') && { durationS: positive(fields, 'durationS') }),
    ...(fields.get('isLocalGeneration') === true && { isLocalGeneration: true }),
  };
}

function versionsIn(fields: Fields): readonly Version[] {
  const versions = fields.get('versions') ?? ['2.1'];
  if (!Array.isArray(versions) || versions.length === 0) {
    throw new ControlError('versions is a list, the preferred one first.');
  }
  return versions.map((each) => {
    const version = VERSIONS.find((known) => known === each);
    if (version === undefined) throw new ControlError(`versions are ${VERSIONS.join(', ')}.`);
    return version;
  });
}

function settings(fields: Fields): StationSettings {
  const versions = versionsIn(fields);
  const password = fields.get('password');
  const flash = fields.get('flash');
  const variables = fields.get('variables');
  if (fields.has('watchdogS')) checkWatchdog(flash === undefined ? flash : text(fields, 'flash'));
  return {
    identity: checkIdentity(text(fields, 'identity'), versions),
    url: checkUrl(text(fields, 'url')),
    versions,
    evses: whole(fields, 'evses', 1, MAX_EVSES) ?? 1,
    ...(password !== undefined && { password: text(fields, 'password') }),
    ...(fields.has('tls') && { tls: tls(fields) }),
    ...(fields.has('serialNumber') && { serialNumber: text(fields, 'serialNumber') }),
    ...(flash !== undefined && { flash: text(fields, 'flash') }),
    ...(variables !== undefined && { variables: texts(fields, 'variables') }),
    ...(fields.has('watchdogS') && { watchdogS: positive(fields, 'watchdogS') }),
  };
}

function evse(station: Station, fields: Fields): number {
  const { on, evses } = station.state();
  // A station without power does not know its sockets; the hardware does.
  const count = on ? evses.length : MAX_EVSES;
  return whole(fields, 'evseId', 1, count) ?? 1;
}
