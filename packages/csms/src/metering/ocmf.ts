import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A record of the Open Charge Metering Format: `OCMF|{payload}|{signature}`. */
export interface OcmfRecord {
  /** The text that is signed, byte for byte. */
  readonly signedText: string;
  readonly algorithm: string;
  readonly signature: Uint8Array;
  /** Registers of imported energy that it states, in Wh. */
  readonly registersWh: readonly number[];
}

const PREFIX = 'OCMF|';
const DEFAULT_ALGORITHM = 'ECDSA-secp256r1-SHA256';

/** OBIS codes of imported active energy, total, with whatever channel. */
const IMPORT_REGISTER = /^(?:01-00:)?(?:1-[b\d]+:)?1\.8\.0/;

/** @returns undefined when the text is no such record */
export function readOcmf(text: string): OcmfRecord | undefined {
  const bar = text.lastIndexOf('|');
  if (!text.startsWith(PREFIX) || bar < PREFIX.length) return undefined;
  const signedText = text.slice(PREFIX.length, bar);
  const signature = fieldsOf(text.slice(bar + 1));
  const data = signature?.get('SD');
  const payload = fieldsOf(signedText);
  if (signature === undefined || payload === undefined || typeof data !== 'string') {
    return undefined;
  }
  const encoding = signature.get('SE') === 'base64' ? 'base64' : 'hex';
  return {
    signedText,
    algorithm: String(signature.get('SA') ?? DEFAULT_ALGORITHM),
    signature: Buffer.from(data, encoding),
    registersWh: registersIn(payload.get('RD')),
  };
}

function registersIn(readings: unknown): number[] {
  if (!Array.isArray(readings)) return [];
  const registers: number[] = [];
  let [identifier, unit]: [unknown, unknown] = ['', ''];
  for (const reading of readings) {
    const fields = new Map<string, unknown>(Object.entries(Object(reading)));
    // What a reading leaves out is as in the one before it.
    identifier = fields.get('RI') ?? identifier;
    unit = fields.get('RU') ?? unit;
    const value = fields.get('RV');
    if (typeof value !== 'number' || !IMPORT_REGISTER.test(String(identifier))) continue;
    if (unit === 'kWh') registers.push(Number((value * 1000).toPrecision(15)));
    else if (unit === 'Wh') registers.push(value);
  }
  return registers;
}

/** Whether the signature fits; undefined when its algorithm is not known here. */
export function verifies(record: OcmfRecord, key: KeyObject): boolean | undefined {
  const hash = /^ECDSA-[\w-]+-(SHA(?:256|384|512))$/.exec(record.algorithm)?.[1];
  if (hash === undefined || key.asymmetricKeyType !== 'ec') return undefined;
  return verify(hash, Buffer.from(record.signedText), key, record.signature);
}

const KEY_PREFIX = /^oca:base16:asn1:/i;
const BASE16 = /^[0-9a-f]+$/i;

/**
 * Reads a public key as 2.1 writes it (`oca:base16:asn1:…`, in base64 or plain), as bare base16 or base64 of its
 * SubjectPublicKeyInfo, or as PEM.
 *
 * @returns undefined when it is none of these
 */
export function readPublicKey(text: string): KeyObject | undefined {
  try {
    if (text.includes('BEGIN PUBLIC KEY')) return createPublicKey(text);
    return createPublicKey({ key: bytesOf(text.trim()), format: 'der', type: 'spki' });
  } catch {
    // OpenSSL says in its own words what nobody has asked for.
    return undefined;
  }
}

function bytesOf(text: string): Buffer {
  const plain = KEY_PREFIX.test(text) ? text : decodedKey(text);
  const bare = plain.replace(KEY_PREFIX, '');
  return BASE16.test(bare) ? Buffer.from(bare, 'hex') : Buffer.from(bare, 'base64');
}

function decodedKey(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return KEY_PREFIX.test(decoded) ? decoded : text;
}

function fieldsOf(json: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null) return new Map(Object.entries(parsed));
  } catch {
    // Not JSON: no record.
  }
  return undefined;
}
