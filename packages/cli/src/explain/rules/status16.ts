import { STATUS_TRANSITIONS_16 } from '@northbound/protocol/tables';
import { BoundedMap } from '../bounded-map.ts';
import type { Finding, Observed, SessionRule } from '../model.ts';
import { numberField, textField, timeField } from '../payload.ts';

const MAX_CONNECTORS = 200;

type Status = keyof typeof STATUS_TRANSITIONS_16;

/** The station as a whole (connector 0) knows these only. */
const ALLOWED_FOR_STATION: ReadonlySet<string> = new Set(['Available', 'Unavailable', 'Faulted']);

interface Reported {
  readonly status: string;
  readonly line: number;
  readonly timeMs: number | undefined;
}

/** The status of a 1.6 connector moves along the table of 1.6 §4.9 only. */
export function status16Rule(): SessionRule {
  const reported = new BoundedMap<number, Reported>(MAX_CONNECTORS);
  return {
    see(observed) {
      const { message, version } = observed;
      if (version !== '1.6' || message.kind !== 'CALL') return [];
      // A started station reports every connector afresh, whatever it was before.
      if (message.action === 'BootNotification') reported.clear();
      if (message.action !== 'StatusNotification') return [];
      const connectorId = numberField(message.payload, 'connectorId');
      const status = textField(message.payload, 'status');
      if (connectorId === undefined || status === undefined) return [];
      const before = reported.get(connectorId);
      const timeMs = timeField(message.payload, 'timestamp');
      reported.set(connectorId, { status, line: observed.line, timeMs });
      return check(observed, connectorId, { status, timeMs }, before);
    },
  };
}

function check(
  { version }: Observed,
  connectorId: number,
  now: Omit<Reported, 'line'>,
  before: Reported | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const say = (rule: string, message: string) =>
    findings.push({ rule, severity: 'warning', message, place: `${version} §4.9` });
  if (connectorId === 0 && isStatus(now.status) && !ALLOWED_FOR_STATION.has(now.status)) {
    say(
      'status-transition',
      `Connector 0 is the station as a whole; it can be Available, Unavailable or Faulted, not ${now.status}.`,
    );
  } else if (before !== undefined && isForbidden(before.status, now.status)) {
    say(
      'status-transition',
      `Connector ${connectorId} goes from ${before.status} (line ${before.line}) to ${now.status}, which the table of states does not allow; from ${before.status} it may go to ${allowedFrom(before.status)}.`,
    );
  }
  if (before?.timeMs !== undefined && now.timeMs !== undefined && now.timeMs < before.timeMs) {
    say('time-backwards', `$.timestamp lies before that of the status in line ${before.line}.`);
  }
  return findings;
}

function isStatus(status: string): status is Status {
  return Object.hasOwn(STATUS_TRANSITIONS_16, status);
}

function isForbidden(from: string, to: string): boolean {
  return from !== to && isStatus(from) && isStatus(to) && !STATUS_TRANSITIONS_16[from].includes(to);
}

function allowedFrom(status: string): string {
  return isStatus(status) ? STATUS_TRANSITIONS_16[status].join(', ') : 'any state';
}
