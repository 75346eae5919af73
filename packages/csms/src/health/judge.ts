import type { Refusal } from '../gateway/refusals.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import { isActive } from '../transactions/domain.ts';
import { CLOCK_OFF_MS, type Evidence } from './evidence.ts';
import type { HealthView, Light, LightView, RefusalView } from './views.ts';

/** Connections within an hour after which a link is no good one. */
const RESTLESS = 4;

/** Heartbeats that may fail to come before that says something, and before it says everything. */
const LATE_HEARTBEATS = 2;
const LOST_HEARTBEATS = 4;

/** How long after it has connected a new station may take until its boot is taken. */
const BOOT_WITHIN_MS = 60_000;

const DRIFT_RED_MS = 300_000;

/** Questions in a row without an answer after which nobody answers there. */
const DEAF_AFTER = 2;

/** Power that a meter cannot miss, and how long it may stand still under it. */
const SURE_POWER_W = 500;
const STANDSTILL_MS = 600_000;

export interface Judgement {
  readonly link: LightView;
  readonly application: LightView;
  readonly function: LightView;
}

interface Finding {
  readonly light: Exclude<Light, 'green'>;
  readonly reason: string;
}

/** Judges a station by what was seen of it. The whole fleet is judged again and again: no more than the lights. */
export function judgeLights(
  station: Station,
  evidence: Evidence,
  heartbeatIntervalS: number,
  nowMs: number,
): Judgement {
  return {
    link: lightOf(linkFindings(station, evidence, nowMs)),
    application: lightOf(applicationFindings(station, evidence, heartbeatIntervalS, nowMs)),
    function: lightOf(functionFindings(station, evidence, nowMs)),
  };
}

/** The judgement with the evidence that it rests on. */
export function healthView(
  station: Station,
  evidence: Evidence,
  judgement: Judgement,
  nowMs: number,
): HealthView {
  const { connection } = station;
  const { lastAlive, canary, clockDriftMs, refusal } = evidence;
  const connections = evidence.connections(nowMs).length;
  return {
    stationId: station.id,
    ...judgement,
    evidence: {
      ...(connection === undefined ? {} : { connectedSince: timestampOf(connection.sinceMs) }),
      connections,
      ...(lastAlive === undefined
        ? {}
        : { lastAliveAt: timestampOf(lastAlive.atMs), lastAliveBy: lastAlive.action }),
      ...(canary === undefined ? {} : { askedAt: timestampOf(canary.askedAtMs) }),
      ...(canary?.answeredInMs === undefined ? {} : { answeredInMs: canary.answeredInMs }),
      ...(clockDriftMs === undefined ? {} : { clockDriftS: Math.round(clockDriftMs / 1000) }),
      ...(refusal === undefined ? {} : { refusal: refusalView(refusal) }),
    },
  };
}

function refusalView({ atMs, remoteAddress, reason }: Refusal): RefusalView {
  return { at: timestampOf(atMs), remoteAddress, reason };
}

function linkFindings({ connection }: Station, evidence: Evidence, nowMs: number): Finding[] {
  if (connection === undefined) {
    const none = 'There is no connection.';
    const { refusal } = evidence;
    if (refusal === undefined) return [{ light: 'red', reason: none }];
    const at = timestampOf(refusal.atMs);
    return [{ light: 'red', reason: `${none} It was turned away at ${at}: ${refusal.reason}.` }];
  }
  const connections = evidence.connections(nowMs);
  if (connections.length < RESTLESS) return [];
  const often = `It has connected ${connections.length} times within the last hour`;
  const takeovers = connections.filter(({ takesPlace }) => takesPlace).length;
  const reason =
    takeovers < RESTLESS
      ? `${often}.`
      : `${often}, ${takeovers} times while it was connected: two stations may have this identity, or the network drops connections unnoticed.`;
  return [{ light: 'yellow', reason }];
}

/** A socket that answers pings proves nothing about the program behind it. */
function applicationFindings(
  { connection, record }: Station,
  { lastAlive }: Evidence,
  heartbeatIntervalS: number,
  nowMs: number,
): Finding[] {
  const findings: Finding[] = [];
  const isNew = record.registration === undefined && connection !== undefined;
  if (isNew && nowMs - connection.sinceMs >= BOOT_WITHIN_MS) {
    const reason =
      'No boot of it was ever taken. Its frames and violations say whether one came, and what was wrong with it.';
    findings.push({ light: 'yellow', reason });
  } else if (record.registration !== undefined && record.registration !== 'Accepted') {
    findings.push({ light: 'yellow', reason: `Its boot is ${record.registration}.` });
  }
  if (connection === undefined && lastAlive === undefined) {
    return [...findings, { light: 'red', reason: 'Nothing was heard of it since this CSMS runs.' }];
  }
  const sinceMs = Math.max(lastAlive?.atMs ?? 0, connection?.sinceMs ?? 0);
  const silentS = Math.round((nowMs - sinceMs) / 1000);
  const missed = silentS / heartbeatIntervalS;
  if (missed > LATE_HEARTBEATS) {
    const light = missed > LOST_HEARTBEATS ? 'red' : 'yellow';
    const reason = `It has said nothing for ${silentS} s; a heartbeat is due every ${heartbeatIntervalS} s.`;
    findings.push({ light, reason });
  }
  return findings;
}

function functionFindings(station: Station, evidence: Evidence, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  if (evidence.unanswered > 0) {
    findings.push({
      light: evidence.unanswered >= DEAF_AFTER ? 'red' : 'yellow',
      reason: `It did not answer the last ${evidence.unanswered} of our questions.`,
    });
  }
  const driftMs = evidence.clockDriftMs ?? 0;
  if (Math.abs(driftMs) > CLOCK_OFF_MS) {
    const side = driftMs > 0 ? 'ahead' : 'behind';
    findings.push({
      light: Math.abs(driftMs) > DRIFT_RED_MS ? 'red' : 'yellow',
      reason: `Its clock is ${Math.round(Math.abs(driftMs) / 1000)} s ${side}.`,
    });
  }
  for (const transaction of station.transactions) {
    const { key, chargingState, powerW, evseId } = transaction;
    if (!isActive(transaction) || chargingState?.value !== 'Charging') continue;
    const standing = evidence.meters.get(key);
    if (standing === undefined || (powerW?.value ?? 0) < SURE_POWER_W) continue;
    const standsMs = nowMs - standing.sinceMs;
    if (standsMs < STANDSTILL_MS) continue;
    const minutes = Math.round(standsMs / 60_000);
    const reason = `The meter of EVSE ${evseId?.value ?? '?'} stands still for ${minutes} min of charging.`;
    findings.push({ light: 'yellow', reason });
  }
  return findings;
}

const GREEN: LightView = { light: 'green', reasons: [] };

function lightOf(findings: readonly Finding[]): LightView {
  if (findings.length === 0) return GREEN;
  const reasons = findings.map(({ reason }) => reason);
  if (findings.some(({ light }) => light === 'red')) return { light: 'red', reasons };
  return { light: 'yellow', reasons };
}
