import { type LocalTime, offsetTime, zoneTime } from '@northbound/energy';
import { VARIABLE } from '../device-model/names.ts';
import type { Variables } from '../device-model/variables.ts';

const OFFSET = /^([+-])(\d\d):(\d\d)$/;

/** The time on the wall by ClockCtrlr.TimeZone, else by TimeOffset; UTC where neither says anything of use. */
export function localTime(variables: Variables): LocalTime {
  return zoneOf(variables.text(VARIABLE.timeZone)) ?? offsetOf(variables.text(VARIABLE.timeOffset));
}

function zoneOf(name: string): LocalTime | undefined {
  if (name === '') return undefined;
  try {
    return zoneTime(name);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetOf(text: string): LocalTime {
  const [, sign, hours, minutes] = OFFSET.exec(text) ?? [];
  const offsetMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return offsetTime(sign === '-' ? -offsetMs : offsetMs);
}
