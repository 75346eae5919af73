import type { Fault } from './faults.ts';

const S = 1_000;
const DAY_MS = 86_400_000;

/** `day 2 07:31:05.250` */
export function momentText(atMs: number): string {
  return `${dayText(atMs)} ${timeText(atMs)}`;
}

/** `day 2` */
export function dayText(atMs: number): string {
  return `day ${1 + Math.floor(atMs / DAY_MS)}`;
}

/** `07:31:05.250` */
export function timeText(atMs: number): string {
  return new Date(Math.floor(atMs) % DAY_MS).toISOString().slice(11, -1);
}

/** `1.5 s`, `12 min 5 s`, `-2 h 30 min` */
export function durationText(durationMs: number): string {
  const sign = durationMs < 0 ? '-' : '';
  const tenths = Math.round(Math.abs(durationMs) / (S / 10));
  if (tenths < 600) return `${sign}${tenths / 10} s`;
  const seconds = Math.round(tenths / 10);
  const [unit, small, big] = seconds < 3_600 ? [60, 's', 'min'] : [3_600, 'min', 'h'];
  const rest = Math.floor((seconds % unit) / (unit / 60));
  return `${sign}${Math.floor(seconds / unit)} ${big}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** A fault as a line says it. */
export function faultText({ atMs: _atMs, kind, ...rest }: Fault): string {
  const words = Object.entries(rest).map(([name, value]) => {
    if (Array.isArray(value)) return value.map(stationText).join(', ');
    if (name === 'station') return stationText(Number(value));
    if (name === 'evse') return `EVSE ${value}`;
    if (name.endsWith('Ms')) return `${name.slice(0, -2)} ${durationText(Number(value))}`;
    return `${name} ${value}`;
  });
  return [kind, ...words].join(' ');
}

function stationText(station: number): string {
  return `CS-${station + 1}`;
}
