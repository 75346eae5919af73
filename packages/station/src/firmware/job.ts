import type { Ocpp21 } from '@northbound/protocol';
import type { KeyValueStore } from '../nvm/storage.ts';
import { type Retries, retriesOf } from './file-transfer.ts';
import { FIRMWARE, type FirmwareState } from './table.ts';

/** An update as it must survive a power cut. */
export interface FirmwareJob {
  /** Absent for UpdateFirmware of 1.6, which has none, and before the first update. */
  readonly requestId?: number;
  /** 1.6: whether it came as SignedUpdateFirmware, and is reported in kind. */
  readonly extended: boolean;
  readonly location: string;
  readonly retrieveAtMs: number;
  readonly installAtMs?: number;
  /** With which key the image must be signed, and how; absent for an update without a signature. */
  readonly proof?: { readonly publicKey: string; readonly signature: string };
  readonly retries: Retries;
  /** What runs after the reboot; known once it is installed. */
  readonly version?: string;
}

const STATE = 'firmware:state';
const JOB = 'firmware:job';
const VERSION = 'firmware:version';

/** Where the update stands, and what runs: in the station's flash. */
export class FirmwareRecord {
  readonly #values: KeyValueStore;

  constructor(values: KeyValueStore) {
    this.#values = values;
  }

  get state(): FirmwareState {
    const stored = this.#values.get(STATE);
    return stored !== undefined && isState(stored) ? stored : 'Idle';
  }

  set state(state: FirmwareState) {
    this.#values.keep(STATE, state);
  }

  get job(): FirmwareJob | undefined {
    const text = this.#values.get(JOB);
    return text === undefined ? undefined : parse(text);
  }

  /** @returns false when flash has no room for it */
  keep(job: FirmwareJob): boolean {
    return this.#values.keep(JOB, JSON.stringify(job));
  }

  /** What was installed last over OCPP; undefined while the firmware of the configuration runs. */
  get version(): string | undefined {
    return this.#values.get(VERSION);
  }

  set version(version: string) {
    this.#values.set(VERSION, version);
  }
}

/** What a request asks for. */
export function jobOf(
  request: Ocpp21.UpdateFirmwareRequest,
  extended: boolean,
  proof: FirmwareJob['proof'],
): FirmwareJob {
  const { location, retrieveDateTime, installDateTime } = request.firmware;
  return {
    extended,
    location,
    retrieveAtMs: Date.parse(retrieveDateTime),
    retries: retriesOf(request),
    ...(extended && { requestId: request.requestId }),
    ...(installDateTime !== undefined && { installAtMs: Date.parse(installDateTime) }),
    ...(proof !== undefined && { proof }),
  };
}

function isState(text: string): text is FirmwareState {
  return Object.hasOwn(FIRMWARE, text);
}

function parse(text: string): FirmwareJob | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('location' in value && 'retrieveAtMs' in value && 'retries' in value)) return undefined;
  const { location, retrieveAtMs, retries } = value;
  if (typeof location !== 'string' || typeof retrieveAtMs !== 'number') return undefined;
  return {
    location,
    retrieveAtMs,
    retries: parseRetries(retries),
    extended: 'extended' in value && value.extended === true,
    ...('requestId' in value &&
      typeof value.requestId === 'number' && { requestId: value.requestId }),
    ...('installAtMs' in value &&
      typeof value.installAtMs === 'number' && { installAtMs: value.installAtMs }),
    ...('version' in value && typeof value.version === 'string' && { version: value.version }),
    ...('proof' in value && parseProof(value.proof)),
  };
}

function parseRetries(value: unknown): Retries {
  if (typeof value !== 'object' || value === null) return { retries: 0, intervalMs: 0 };
  const retries = 'retries' in value && typeof value.retries === 'number' ? value.retries : 0;
  const intervalMs =
    'intervalMs' in value && typeof value.intervalMs === 'number' ? value.intervalMs : 0;
  return { retries, intervalMs };
}

function parseProof(value: unknown): Pick<FirmwareJob, 'proof'> {
  if (typeof value !== 'object' || value === null) return {};
  if (!('publicKey' in value && 'signature' in value)) return {};
  const { publicKey, signature } = value;
  return typeof publicKey === 'string' && typeof signature === 'string'
    ? { proof: { publicKey, signature } }
    : {};
}
