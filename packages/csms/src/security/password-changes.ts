import type { Core } from '../core.ts';
import type { Passwords } from '../gateway/passwords.ts';
import { type CommandRecord, isObject, type SentMessage } from '../remote-control/command.ts';
import type { Plan } from '../remote-control/plan.ts';
import { savePasswords } from '../stations/sql.ts';
import type { Station, StationPasswords } from '../stations/station.ts';

export interface PasswordChangeParts {
  readonly core: Core;
  readonly passwords: Passwords;
  readonly onFailure: (error: unknown) => void;
}

/** What an answer says of the password that was given with its question. */
type Verdict = 'taken' | 'refused' | 'open';

/**
 * Passwords that commands give to stations (2.1 part 2, A01; 1.6 security whitepaper, A01). Each is stored before it is
 * sent: whether the answer comes or is lost, the station can show the new one. From a yes on the old one is none any
 * more (A01.FR.03), after a no the new one (A01.FR.04); in between both are good, until the station shows the new one.
 */
export class PasswordChanges {
  readonly #parts: PasswordChangeParts;
  /** Hashes by the command that gives them. */
  readonly #given = new Map<number, string>();

  constructor(parts: PasswordChangeParts) {
    this.#parts = parts;
    const { core, onFailure } = parts;
    core.signals.on('commandSettled', ({ command }) => {
      this.#settle(command).catch(onFailure);
    });
  }

  /** @throws DatabaseError */
  async prepare(station: Station, commandId: number, { steps }: Plan<unknown>): Promise<void> {
    for (const { action, payload } of steps) {
      const password = passwordIn(action, payload);
      if (password === undefined) continue;
      const next = await this.#parts.passwords.hash(password);
      this.#given.set(commandId, next);
      await this.#keep(station, { ...station.passwords, next });
    }
  }

  /** It came with the new one. @throws DatabaseError */
  async shown(station: Station, password: Uint8Array): Promise<void> {
    await this.#keep(station, { current: await this.#parts.passwords.hash(password) });
  }

  async #settle({ id, stationId, messages }: CommandRecord): Promise<void> {
    const station = this.#parts.core.stations.get(stationId);
    const prepared = this.#given.get(id);
    this.#given.delete(id);
    const given = prepared ?? station?.passwords.next;
    if (station === undefined || given === undefined) return;
    const { current, next } = station.passwords;
    const rest = next === given || next === undefined ? {} : { next };
    const wasNeverSent = prepared !== undefined && messages.length === 0;
    const verdicts = wasNeverSent ? ['refused'] : messages.map(verdictOf);
    // A station that needs none so far may go on without one: it has to show that it has it.
    if (verdicts.includes('taken') && current !== undefined) {
      await this.#keep(station, { current: given, ...rest });
    } else if (verdicts.includes('refused')) {
      await this.#keep(station, { ...(current === undefined ? {} : { current }), ...rest });
    }
  }

  async #keep(station: Station, passwords: StationPasswords): Promise<void> {
    await this.#parts.core.database.write([savePasswords(station.id, passwords)]);
    station.passwords = passwords;
  }
}

function passwordIn(action: string, payload: unknown): Uint8Array | undefined {
  if (!isObject(payload)) return undefined;
  switch (action) {
    case 'SetVariables': {
      const item = listIn(payload.setVariableData).find(isPassword);
      return bytesOf(item?.attributeValue);
    }
    case 'ChangeConfiguration':
      return isKey(payload) ? bytesOfKey(payload.value) : undefined;
    case 'SetNetworkProfile':
      return isObject(payload.connectionData)
        ? bytesOf(payload.connectionData.basicAuthPassword)
        : undefined;
    default:
      return undefined;
  }
}

/** @returns undefined when the message gave no password */
function verdictOf({ action, payload, answer, callError }: SentMessage): Verdict | undefined {
  if (passwordIn(action, payload) === undefined) return undefined;
  if (callError !== undefined) return 'refused';
  if (!isObject(answer)) return 'open';
  const { status, setVariableResult } = answer;
  const said =
    action === 'SetVariables'
      ? listIn(setVariableResult).find(isPassword)?.attributeStatus
      : status;
  if (said === 'RebootRequired') return 'open';
  if (said !== 'Accepted') return 'refused';
  // A profile is used when the station comes to it.
  return action === 'SetNetworkProfile' ? 'open' : 'taken';
}

type Fields = Readonly<Record<string, unknown>>;

function listIn(field: unknown): Fields[] {
  return Array.isArray(field) ? field.filter(isObject) : [];
}

/** Names of the device model do not tell letters apart by their case (2.1 part 1, 4.1). */
function isPassword({ component, variable }: Fields): boolean {
  return nameOf(component) === 'securityctrlr' && nameOf(variable) === 'basicauthpassword';
}

function nameOf(part: unknown): string {
  return isObject(part) ? String(part.name).toLowerCase() : '';
}

function isKey({ key }: Fields): boolean {
  return typeof key === 'string' && key.toLowerCase() === 'authorizationkey';
}

function bytesOf(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? Buffer.from(text) : undefined;
}

/** 1.6 security whitepaper, A00.FR.205: the key stands for the bytes that its hexadecimal digits name. */
function bytesOfKey(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? (fromHex(text) ?? Buffer.from(text)) : undefined;
}

/** Of a password that a station shows: some show the digits of the key and not its bytes. */
export function spellingsOf(password: Uint8Array): readonly Uint8Array[] {
  const decoded = fromHex(Buffer.from(password).toString('latin1'));
  return decoded === undefined ? [password] : [password, decoded];
}

function fromHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}
