import type { KeyObject } from 'node:crypto';
import { baseValueOf, isImportRegister, type MeterValue, type SampledValue } from './domain.ts';
import { readOcmf, verifies } from './ocmf.ts';

/** What came of checking a signed meter value. */
export type SignatureState = 'verified' | 'notVerifiable' | 'invalid';

/** How far a plain value may be from the signed one, which has fewer digits. */
const ROUNDING_WH = 10;

/**
 * Checks every signed value, in order: its signature against the keys of its meter, and the number beside it against
 * what was signed.
 *
 * @param keysOf the keys that are registered; asked only when there is something to check
 * @returns undefined when nothing is signed
 */
export function checkSignatures(
  meterValues: readonly MeterValue[],
  keysOf: () => readonly KeyObject[],
): SignatureState[] | undefined {
  let states: SignatureState[] | undefined;
  for (const { sampledValue } of meterValues) {
    for (const sample of sampledValue) {
      const text = signedTextOf(sample);
      if (text === undefined) continue;
      states ??= [];
      states.push(check(text, sample, keysOf()));
    }
  }
  return states;
}

function check(text: string, sample: SampledValue, keys: readonly KeyObject[]): SignatureState {
  const record = readOcmf(text);
  if (record === undefined) return 'notVerifiable';
  const results = keys.map((key) => verifies(record, key));
  if (results.includes(true)) return agrees(record.registersWh, sample) ? 'verified' : 'invalid';
  return results.includes(false) ? 'invalid' : 'notVerifiable';
}

function agrees(registersWh: readonly number[], sample: SampledValue): boolean {
  if (sample.signedMeterValue === undefined || !isImportRegister(sample)) return true;
  const saidWh = baseValueOf(sample);
  return registersWh.length === 0 || registersWh.some((wh) => Math.abs(wh - saidWh) <= ROUNDING_WH);
}

/** 2.x carries the record in base64 beside the number; 1.6 in the place of the number. */
function signedTextOf({ signedMeterValue, customData, measurand }: SampledValue) {
  if (signedMeterValue !== undefined) return decoded(signedMeterValue.signedMeterData);
  if (measurand !== 'SignedData' || customData === undefined) return undefined;
  const { text } = customData;
  return typeof text === 'string' ? decoded(text) : undefined;
}

function decoded(text: string): string {
  if (text.startsWith('OCMF')) return text;
  if (text.startsWith('{')) return decoded(dataIn(text));
  return Buffer.from(text, 'base64').toString();
}

/** Some 1.6 stations write the SignedMeterValueType of 2.0.1 as JSON text. */
function dataIn(json: string): string {
  try {
    const data: unknown = Reflect.get(Object(JSON.parse(json)), 'signedMeterData');
    return typeof data === 'string' && !data.startsWith('{') ? data : '';
  } catch {
    return '';
  }
}
