import type { Fault } from './faults.ts';

/** A text on a wire. */
export interface Frame {
  readonly atMs: number;
  readonly identity: string;
  readonly from: 'station' | 'csms';
  readonly text: string;
}

/** What a world tells while it lives. */
export interface Observer {
  /** After every few hours of the world. @param part of the whole, from 0 to 1 */
  progress?(part: number): void;
  /** Something happened. @param place a station, an EVSE of it, or the CSMS */
  happened?(atMs: number, place: string, what: string): void;
  /** A text was given to a wire, whether it arrives or not. */
  frame?(frame: Frame): void;
}

const S = 1_000;
const DAY_S = 86_400;
/** What a line shows of a payload. */
const PAYLOAD_CHARS = 160;

interface Line {
  readonly atMs: number;
  readonly place: string;
  readonly what: string;
}

/** What happened, line by line; beside the places named `CSMS` and `world` only of one station. */
export class Story implements Observer {
  readonly #lines: Line[] = [];
  /** Actions of the CALLs that wait for an answer. */
  readonly #asked = new Map<string, string>();

  happened(atMs: number, place: string, what: string): void {
    this.#lines.push({ atMs, place, what });
  }

  frame({ atMs, identity, from, text }: Frame): void {
    const arrow = from === 'station' ? '→' : '←';
    this.happened(atMs, identity, `${arrow} ${this.#told(identity, from, text)}`);
  }

  /** As text. @param stations whose lines are wanted; all when empty */
  text(stations: readonly string[]): string {
    return this.#lines
      .filter(({ place }) => {
        const [station = place] = place.split(' ');
        const isShared = station === 'CSMS' || station === 'world';
        return isShared || stations.length === 0 || stations.includes(station);
      })
      .map(({ atMs, place, what }) => `${momentText(atMs)}  ${place.padEnd(12)}  ${what}`)
      .join('\n');
  }

  #told(identity: string, from: 'station' | 'csms', text: string): string {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) return text;
    const [type, id, ...rest] = frame;
    const caller = (type === 2) === (from === 'station') ? 'station' : 'csms';
    const key = `${identity} ${caller} ${id}`;
    if (type === 2) {
      this.#asked.set(key, String(rest[0]));
      return `${rest[0]} ${shortened(JSON.stringify(rest[1]))}`;
    }
    const action = this.#asked.get(key) ?? 'something';
    this.#asked.delete(key);
    return type === 3
      ? `answer to ${action} ${shortened(JSON.stringify(rest[0]))}`
      : `error to ${action}: ${rest[0]} ${rest[1]}`;
  }
}

function shortened(text: string): string {
  return text.length <= PAYLOAD_CHARS ? text : `${text.slice(0, PAYLOAD_CHARS)}…`;
}

/** `day 2 07:31:05.250` */
export function momentText(atMs: number): string {
  const totalS = Math.floor(atMs / S);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const dayS = totalS % DAY_S;
  const millis = String(Math.floor(atMs % S)).padStart(3, '0');
  const time = `${two(dayS / 3600)}:${two((dayS % 3600) / 60)}:${two(dayS % 60)}.${millis}`;
  return `day ${1 + Math.floor(totalS / DAY_S)} ${time}`;
}

/** A fault as a line says it. */
export function faultText({ atMs: _atMs, kind, ...rest }: Fault): string {
  const words = Object.entries(rest).map(([name, value]) => {
    if (name === 'station') return `CS-${Number(value) + 1}`;
    if (name.endsWith('Ms')) return `${name.slice(0, -2)} ${Number(value) / S} s`;
    return `${name} ${value}`;
  });
  return [kind, ...words].join(' ');
}
