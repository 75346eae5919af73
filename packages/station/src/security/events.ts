import type { Ocpp21 } from '@northbound/protocol';
import { SECURITY_EVENTS } from '@northbound/protocol/tables';
import type { LinkFailure, SessionReport } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { dated, type SecurityEntry, SecurityLog } from './log.ts';

export type SecurityEventType = keyof typeof SECURITY_EVENTS;

/** `techInfo` of SecurityEventNotification. */
const MAX_TECH_INFO = 255;

/** An event that repeats itself, as a flood of nonsense does, is worth one record in this time. */
const REPEATED_MS = 3_600_000;

/**
 * Security events (2.1 part 2, A04; 1.6 whitepaper, chapter 8): all are logged, critical ones are
 * told to the CSMS, also after an outage or a power cut.
 */
export class SecurityEvents {
  readonly #core: Core;
  readonly #log: SecurityLog;
  readonly #latest = new Map<string, number>();

  constructor(core: Core) {
    this.#core = core;
    this.#log = new SecurityLog(core.storage.values);
  }

  get entries(): readonly SecurityEntry[] {
    return this.#log.entries.map((entry) => dated(this.#core.clock, entry));
  }

  /** The station boots. */
  begin(reason: Ocpp21.BootReasonEnumType): void {
    if (reason !== 'PowerUp') this.record('ResetOrReboot', reason);
    this.record('StartupOfTheDevice', reason);
  }

  record(type: SecurityEventType, techInfo = ''): void {
    const { critical } = SECURITY_EVENTS[type];
    const entry = this.#log.add({
      epochMs: Date.parse(this.#core.clock.timestamp()),
      type,
      ...(techInfo !== '' && { techInfo: techInfo.slice(0, MAX_TECH_INFO) }),
    });
    if (critical) this.#core.notices.add('SecurityEventNotification', entry);
  }

  /** The CSMS set the clock. */
  clockSet(differenceMs: number): void {
    const thresholdS = this.#core.variables.integer(VARIABLE.timeAdjustmentReportingThreshold);
    if (Math.abs(differenceMs) <= thresholdS * 1000) return;
    this.record('SettingSystemTime', `by ${(differenceMs / 1000).toFixed(1)} s`);
  }

  /** A session saw something odd. */
  reported(report: SessionReport): void {
    switch (report.kind) {
      case 'unreadableFrame':
        this.#recordOnce('InvalidMessages', report.problem);
        break;
      case 'refused':
        if (report.violations.length > 0) this.#recordOnce('InvalidMessages', report.action);
        break;
      case 'invalidAnswer':
        this.#recordOnce('InvalidMessages', `answer to ${report.action}`);
        break;
    }
  }

  linkFailed(failure: LinkFailure): void {
    if (failure.reason === 'tls') this.#recordOnce(tlsEvent(failure.code), failure.code);
    const isRefused = failure.reason === 'httpStatus' && failure.status === 401;
    if (isRefused) this.#recordOnce('FailedToAuthenticateAtCsms', '');
  }

  #recordOnce(type: SecurityEventType, techInfo: string): void {
    const now = this.#core.clock.monotonicMs();
    const before = this.#latest.get(type);
    if (before !== undefined && now - before < REPEATED_MS) return;
    this.#latest.set(type, now);
    this.record(type, techInfo);
  }
}

/**
 * What a failed TLS handshake means, by the name that OpenSSL or Node gives it; in this order. What
 * is none of these is a certificate that the station does not trust (2.1 part 2, A00.FR.310).
 */
const TLS_EVENTS: readonly (readonly [code: RegExp, type: SecurityEventType])[] = [
  [/VERSION|PROTOCOL/, 'InvalidTLSVersion'],
  // A server alerts a handshake failure when it shares no suite with the station.
  [/CIPHER|HANDSHAKE_FAILURE/, 'InvalidTLSCipherSuite'],
  // An alert about a certificate is the CSMS's, about the station's own.
  [/ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/, 'FailedToAuthenticateAtCsms'],
];

function tlsEvent(failure: string): SecurityEventType {
  return TLS_EVENTS.find(([code]) => code.test(failure))?.[1] ?? 'InvalidCsmsCertificate';
}
