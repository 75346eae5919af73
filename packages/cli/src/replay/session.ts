import { VERSIONS, type Version } from '@northbound/protocol';
import { tryParse } from '../explain/json-text.ts';

export interface FrameStep {
  readonly kind: 'frame';
  readonly from: 'ChargingStation' | 'CSMS';
  readonly text: string;
}

/** One thing that a recorded session says. */
type SessionStep =
  | FrameStep
  /** The station had to connect again here. */
  | { readonly kind: 'reconnect' };

/** What a CSMS kept of one station, as its session is exported. */
export interface RecordedSession {
  readonly station: string;
  readonly version: Version | undefined;
  readonly steps: readonly SessionStep[];
}

/** Reads the lines of JSON that `GET /api/v1/stations/{id}/session` gives; other lines are passed over. */
export function readSession(text: string): RecordedSession | undefined {
  const steps: SessionStep[] = [];
  let station: string | undefined;
  let version: Version | undefined;
  for (const line of text.split('\n')) {
    const record = tryParse(line);
    if (!isRecord(record)) continue;
    const { station: named, version: spoken, from, frame, note } = record;
    if (typeof named === 'string') station ??= named;
    version ??= VERSIONS.find((each) => each === spoken);
    if (typeof frame === 'string' && (from === 'ChargingStation' || from === 'CSMS')) {
      steps.push({ kind: 'frame', from, text: frame });
    } else if (typeof note === 'string' && note.startsWith('connection opened')) {
      // The first one opens anyway.
      if (steps.length > 0) steps.push({ kind: 'reconnect' });
    }
  }
  return station === undefined || steps.length === 0 ? undefined : { station, version, steps };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
