import assert from 'node:assert/strict';
import type { Bench } from './bench.ts';

/** What tests want to say about a profile; everything else has a plain value. */
export interface ProfileSketch {
  readonly id?: number;
  readonly purpose?: string;
  readonly kind?: string;
  readonly stackLevel?: number;
  readonly unit?: 'A' | 'W';
  readonly limit?: number;
  readonly periods?: readonly Record<string, unknown>[];
  readonly schedule?: Record<string, unknown>;
  readonly profile?: Record<string, unknown>;
}

/** Long ago by the clock of the bench's CSMS. */
const PAST = '2025-12-31T00:00:00Z';

/** A profile of 2.x: without a sketch a TxDefaultProfile that allows 10 A. */
export function profile2(sketch: ProfileSketch = {}): Record<string, unknown> {
  const { id = 1, purpose = 'TxDefaultProfile', kind = 'Absolute', stackLevel = 0 } = sketch;
  return {
    id,
    stackLevel,
    chargingProfilePurpose: purpose,
    chargingProfileKind: kind,
    chargingSchedule: [{ id, ...scheduleOf(sketch, kind) }],
    ...sketch.profile,
  };
}

/** The same for 1.6. */
export function profile16(sketch: ProfileSketch = {}): Record<string, unknown> {
  const { id = 1, purpose = 'TxDefaultProfile', kind = 'Absolute', stackLevel = 0 } = sketch;
  return {
    chargingProfileId: id,
    stackLevel,
    chargingProfilePurpose: purpose,
    chargingProfileKind: kind,
    chargingSchedule: scheduleOf(sketch, kind),
    ...sketch.profile,
  };
}

function scheduleOf(
  { unit = 'A', limit = 10, periods, schedule }: ProfileSketch,
  kind: string,
): Record<string, unknown> {
  return {
    chargingRateUnit: unit,
    chargingSchedulePeriod: periods ?? [{ startPeriod: 0, limit }],
    ...(kind !== 'Relative' && kind !== 'Dynamic' && { startSchedule: PAST }),
    ...schedule,
  };
}

/** Sets a profile of 2.x and gives the answer. */
export function setProfile2(
  { csms }: Bench,
  evseId: number,
  sketch: ProfileSketch = {},
): Promise<unknown> {
  return csms.call('SetChargingProfile', { evseId, chargingProfile: profile2(sketch) });
}

export function setProfile16(
  { csms }: Bench,
  connectorId: number,
  sketch: ProfileSketch = {},
): Promise<unknown> {
  return csms.call('SetChargingProfile', { connectorId, csChargingProfiles: profile16(sketch) });
}

/** Settles when an EVSE offers so many amperes. */
export async function offered(
  { clock, hardware }: Bench,
  currentA: number,
  evseId = 1,
): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    if (hardware.evse(evseId).offerA === currentA) return;
    await clock.settle();
  }
  throw new Error(`EVSE ${evseId} offers ${hardware.evse(evseId).offerA} A, not ${currentA} A`);
}

/** The values of a measurand in a message, in whatever version. */
export function measured(payload: Record<string, unknown>, measurand: string): number[] {
  return sampledValues(payload)
    .filter((sampled) => 'measurand' in sampled && sampled.measurand === measurand)
    .map((sampled) => ('value' in sampled ? Number(sampled.value) : Number.NaN));
}

function sampledValues({ meterValue }: Record<string, unknown>): object[] {
  const meterValues: unknown[] = Array.isArray(meterValue) ? meterValue : [];
  return meterValues
    .filter((value) => typeof value === 'object' && value !== null)
    .flatMap((value): unknown[] =>
      'sampledValue' in value && Array.isArray(value.sampledValue) ? value.sampledValue : [],
    )
    .filter((sampled) => typeof sampled === 'object' && sampled !== null);
}

/** The status of an answer, or the reason code where it says why. */
export function reasonOf(answer: unknown): unknown {
  assert.ok(typeof answer === 'object' && answer !== null && 'status' in answer);
  if (!('statusInfo' in answer)) return answer.status;
  const { statusInfo } = answer;
  assert.ok(typeof statusInfo === 'object' && statusInfo !== null && 'reasonCode' in statusInfo);
  return statusInfo.reasonCode;
}

/** ClearChargingProfile. */
export function clear({ csms }: Bench, request: Record<string, unknown>): Promise<unknown> {
  return csms.call('ClearChargingProfile', request);
}
