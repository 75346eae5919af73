import type {
  AnyPeer,
  CallOutcome,
  Handshake,
  RefusedHandshake,
  RpcServerOptions,
} from '@northbound/rpc';
import { type Core, commit, type StationContext } from '../core.ts';
import type { Health } from '../health/health.ts';
import { frameWithoutSecrets, textWithoutSecrets } from '../remote-control/secrets.ts';
import type { PasswordChanges } from '../security/password-changes.ts';
import { saveLastMessage, saveStation } from '../stations/sql.ts';
import { REMOVED, type Station, type StationRecord } from '../stations/station.ts';
import { publishStation, tellingStationNow } from '../stations/view.ts';
import type { Violations } from '../violations/violations.ts';
import { type AdmissionPolicy, createAdmission } from './admission.ts';
import { Credentials } from './credentials.ts';
import type { FrameLog } from './frame-log.ts';
import type { MessageCounters } from './message-counters.ts';
import type { Passwords } from './passwords.ts';
import type { Refusals } from './refusals.ts';
import { noteInstruction, registrationGate } from './registration-gate.ts';
import type { Strangers } from './strangers.ts';
import { closeNote, noteOf, verdictOf } from './verdict.ts';

/** The part of an RPC server that decides; the other part (sockets, or the links of a simulation) comes from outside. */
export type Gateway = Required<
  Pick<
    RpcServerOptions<StationContext>,
    'authorize' | 'gate' | 'observer' | 'onConnect' | 'onDisconnect' | 'onHandshakeRefused'
  >
>;

export interface GatewayParts {
  readonly core: Core;
  readonly policy: AdmissionPolicy;
  readonly passwords: Passwords;
  readonly passwordChanges: PasswordChanges;
  readonly frames: FrameLog;
  readonly counters: MessageCounters;
  readonly health: Health;
  readonly violations: Violations;
  readonly refusals: Refusals;
  readonly strangers: Strangers;
  /** A failure that concerns no answer: told to the operator, and nothing else happens. */
  readonly onFailure: (error: unknown) => void;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { core, frames, counters, health, violations, onFailure } = parts;
  const admit = createAdmission(core, parts.policy, {
    credentials: new Credentials(parts.passwords),
    changes: parts.passwordChanges,
  });
  const isKnown = (station: Station) => core.stations.get(station.id) === station;
  return {
    onHandshakeRefused: (refused) => noteTurnedAway(parts, refused),
    async authorize(handshake) {
      const admission = await admit(handshake);
      if (admission.accept && handshake.version === undefined)
        noteTurnedAway(parts, withoutVersion(handshake));
      return admission;
    },
    gate: registrationGate,
    observer: {
      frame({ station, version }, direction, kind, messageId, action, text) {
        if (direction === 'in') {
          station.lastMessageAtMs = core.clock.epochMs();
          if (kind === 'CALL' && action !== undefined) health.heard(station, action, text);
        }
        counters.count(version, direction, kind, action);
        if (direction === 'out' && kind === 'CALL') noteInstruction(station, action, text);
        const kept =
          direction === 'out' ? frameWithoutSecrets(action, text) : textWithoutSecrets(text);
        frames.add(station, direction, kind, messageId, action, kept);
      },
      report({ station, version }, report) {
        const frameId = frames.note(station, report);
        const verdict = verdictOf(report) ?? noteOf(report)?.verdict;
        if (verdict !== undefined && version !== undefined) {
          violations.report(station, version, report, verdict, frameId);
        }
        if (report.kind === 'handlerFailed') onFailure(report.error);
        if (report.kind === 'lateAnswer') tellLateAnswer(core, report.request, report.answer);
      },
    },
    onConnect(peer, context, { remoteAddress, takesPlace }) {
      const { station } = context;
      if (!isKnown(station)) {
        // Somebody did it while the handshake was under way.
        peer.close(1008, REMOVED);
        return;
      }
      station.connection = {
        peer,
        sinceMs: context.connectedAtMs,
        remoteAddress,
        takesPlace,
        instructed: new Set(),
      };
      const record = connectedRecord(station.record, peer, context);
      if (record !== station.record) {
        station.record = record;
        core.database.write([saveStation(record)]).catch(onFailure);
      }
      frames.tell(station, `connection opened: OCPP ${peer.version} from ${remoteAddress}`);
      publishStation(core, station);
      core.signals.emit('connected', { station });
    },
    onDisconnect(peer, { station }, { code, reason }) {
      // A removed station takes its frames with it.
      if (isKnown(station)) {
        const { text, verdict } = closeNote(code, reason);
        frames.tell(station, text, verdict);
      }
      if (station.connection?.peer !== peer) return;
      station.connection = undefined;
      storeGone(core, station).catch((error: unknown) => {
        onFailure(error);
        publishStation(core, station);
      });
      core.signals.emit('disconnected', { station });
    },
  };
}

function noteTurnedAway(
  { core, refusals, strangers, health }: GatewayParts,
  refused: RefusedHandshake,
) {
  const { identity } = refused;
  const { refusal, isNews } = refusals.take(refused);
  if (identity === undefined) return;
  const station = core.stations.get(identity);
  if (station === undefined) strangers.note(identity, refusal);
  else health.turnedAway(station, refusal, isNews);
}

/** Its WebSocket is opened, as the standard wants it, and closed at once (2.1 part 4, 3.3). */
function withoutVersion({ identity, remoteAddress, subprotocols }: Handshake): RefusedHandshake {
  const offered = subprotocols.join(', ').slice(0, 200) || 'no sub-protocol';
  const problem = `it offers ${offered}, which is no version of OCPP that is spoken here`;
  return { url: '', identity, status: 101, remoteAddress, error: undefined, problem };
}

async function storeGone(core: Core, station: Station): Promise<void> {
  const { id, lastMessageAtMs } = station;
  // One that was removed, or never said anything, leaves nothing to store.
  if (lastMessageAtMs === undefined || core.stations.get(id) !== station)
    return publishStation(core, station);
  const statements = [saveLastMessage(id, lastMessageAtMs)];
  await commit(core, tellingStationNow(core, station, { statements, apply: () => undefined }));
}

function tellLateAnswer({ signals }: Core, request: unknown, answer: CallOutcome<unknown>): void {
  if (typeof request === 'object' && request !== null)
    signals.emit('answeredLate', { request, answer });
}

/** A station that comes with another version has other software, and must boot again. */
function connectedRecord(
  record: StationRecord,
  { version }: AnyPeer<'CSMS'>,
  { securityProfile }: StationContext,
): StationRecord {
  if (record.version === version && record.securityProfile === securityProfile) return record;
  if (record.version === version) return { ...record, securityProfile };
  const { registration: _lapsed, ...rest } = record;
  return { ...rest, version, securityProfile };
}
