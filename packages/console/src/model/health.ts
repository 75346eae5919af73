import type { StationHealth } from '@northbound/client';
import { formatAge, formatLatency } from './format.ts';

export type Light = StationHealth['link']['light'];

export const LIGHT_WORDS: Readonly<Record<Light, string>> = {
  green: 'good',
  yellow: 'doubtful',
  red: 'bad',
};

export interface LightRow {
  readonly name: 'Link' | 'Application' | 'Function';
  readonly light: Light;
  /** Why it is not green. */
  readonly reasons: readonly string[];
  /** What it was judged by, in plain words. */
  readonly evidence: string;
}

/** The three lights, each with what it was judged by. */
export function lightRows(health: StationHealth, nowMs: number): readonly LightRow[] {
  const { evidence, link, application } = health;
  return [
    { name: 'Link', ...link, evidence: linkEvidence(evidence, nowMs) },
    { name: 'Application', ...application, evidence: aliveEvidence(evidence, nowMs) },
    { name: 'Function', ...health.function, evidence: answerEvidence(evidence, nowMs) },
  ];
}

type Evidence = StationHealth['evidence'];

function linkEvidence({ connectedSince, connections }: Evidence, nowMs: number): string {
  const began = `${connections} ${connections === 1 ? 'connection' : 'connections'} began within the last hour`;
  if (connectedSince === undefined) return `Not connected; ${began}.`;
  return `Connected ${formatAge(connectedSince, nowMs)}; ${began}.`;
}

function aliveEvidence({ lastAliveAt, lastAliveBy }: Evidence, nowMs: number): string {
  if (lastAliveAt === undefined) return 'Its program has said nothing of its own accord yet.';
  return `Its program spoke ${formatAge(lastAliveAt, nowMs)}, by ${lastAliveBy ?? 'a message'}.`;
}

function answerEvidence({ askedAt, answeredInMs }: Evidence, nowMs: number): string {
  if (askedAt === undefined) return 'It has not been asked anything yet.';
  const asked = `Asked ${formatAge(askedAt, nowMs)}`;
  return answeredInMs === undefined
    ? `${asked}, no answer so far.`
    : `${asked}, answered in ${formatLatency(answeredInMs)}.`;
}

/** How far a station's clock is off, in words. Below a second nobody can tell it from the way of the message. */
export function formatDrift(clockDriftS: number | undefined): string {
  if (clockDriftS === undefined) return 'not known yet';
  const size = Math.abs(clockDriftS);
  if (size < 1) return 'in step (less than 1 s off)';
  const words =
    size < 120
      ? `${size.toFixed(1)} s`
      : size < 7200
        ? `${(size / 60).toFixed(0)} min`
        : `${(size / 3600).toFixed(1)} h`;
  return `${words} ${clockDriftS > 0 ? 'ahead' : 'behind'}`;
}
