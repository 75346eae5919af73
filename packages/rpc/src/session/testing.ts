import type { Protocol, Role, ToleranceConfig, Version } from '@northbound/protocol';
import type { Gate, SessionReport } from '../api.ts';
import type { CallOptions, CallOutcome } from '../outcome.ts';
import { seededRandom } from '../testing.ts';
import type { SessionEffects } from './effects.ts';
import { MessageIds } from './message-ids.ts';
import { DEFAULT_SESSION_LIMITS, routesOf, type SessionLimits } from './profile.ts';
import { RpcSession } from './session.ts';

export interface SessionUnderTestOptions {
  readonly protocol: Protocol<Version>;
  readonly role?: Role;
  readonly handlers?: object;
  readonly tolerance?: ToleranceConfig;
  readonly gate?: Gate<string>;
  readonly limits?: Partial<SessionLimits>;
}

/** A session whose frames, reports and moments a test holds in its hands. */
export class SessionUnderTest implements SessionEffects {
  readonly session: RpcSession<string>;
  /** Frames it sent, parsed. */
  readonly sent: unknown[][] = [];
  readonly reports: SessionReport[] = [];
  drained = 0;
  #nowMs = 0;

  constructor(options: SessionUnderTestOptions) {
    const { protocol, role = 'CSMS', handlers = {}, tolerance = 'none', gate, limits } = options;
    const profile = {
      version: protocol.version,
      role,
      protocol,
      tolerance,
      routes: routesOf(protocol, role, handlers),
      ids: new MessageIds(seededRandom(1)),
      limits: { ...DEFAULT_SESSION_LIMITS, ...limits },
      gate,
      observer: {
        report: (_context: string, report: SessionReport) => {
          this.reports.push(report);
        },
      },
    };
    this.session = new RpcSession(profile, this, 'context');
  }

  transmit(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  deadline(): void {}

  inboundDrained(): void {
    this.drained += 1;
  }

  /** Frames sent since the last look. */
  take(): unknown[][] {
    return this.sent.splice(0);
  }

  takeReports(): SessionReport[] {
    return this.reports.splice(0);
  }

  receive(frame: unknown): void {
    this.session.receive(JSON.stringify(frame));
  }

  call(
    action: string,
    payload: unknown,
    options?: CallOptions & { readonly strict?: boolean },
  ): { outcomes: CallOutcome<unknown>[] } {
    const outcomes: CallOutcome<unknown>[] = [];
    const settle = (outcome: CallOutcome<unknown>): void => {
      outcomes.push(outcome);
    };
    const strict = options?.strict ?? true;
    this.session.call({ action, payload, options, strict, settle });
    return { outcomes };
  }

  nowMs(): number {
    return this.#nowMs;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    if (this.session.deadlineMs <= this.#nowMs) this.session.expire(this.#nowMs);
  }
}

export const NOW = { currentTime: '2026-01-01T00:00:00Z' };
export const BOOT = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };
export const BOOTED = { ...NOW, interval: 300, status: 'Accepted' };
export const EVENTS = {
  id: 1,
  pending: 0,
  basetime: '2026-01-01T00:00:00Z',
  data: [{ t: 1, v: '230' }],
};

/** A promise that a test settles, and a handler that returns it. */
export function deferred() {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  return { handler: () => promise, resolve, reject, promise };
}

export const idOf = (frame: readonly unknown[] | undefined): string => String(frame?.[1]);
