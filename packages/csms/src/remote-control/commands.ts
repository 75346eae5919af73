import type { Protocol, Version } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import type { Tokens } from '../authorization/tokens.ts';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Passwords } from '../gateway/passwords.ts';
import { removeStation, saveStation } from '../stations/sql.ts';
import type { Station, StationRecord } from '../stations/station.ts';
import { publishStation, stationView } from '../stations/view.ts';
import { timestampOf } from '../timestamps.ts';
import { findByKey } from '../transactions/sql.ts';
import type { CommandOutcome, Commands } from '../views.ts';
import { insertRemoteStart } from './sql.ts';

export type Protocols = { readonly [V in Version]: Protocol<V> };

export interface CommandParts {
  readonly core: Core;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  readonly protocols: Protocols;
}

const DEFAULT_TIMEOUT_S = 30;

/** 2.1 appendix, IdTokenEnumType: a token that a CSMS makes up, for example for a start by an app. */
const TYPE_OF_REMOTE_TOKEN = 'Central';

export function createCommands(parts: CommandParts): Commands {
  const { core, tokens, passwords } = parts;
  const knownStation = (stationId: string): Station => {
    const station = core.stations.get(stationId);
    if (station !== undefined) return station;
    throw new CommandError('unknownStation', `There is no station "${stationId}".`);
  };
  const commands: Commands = {
    async putStation(stationId, { password }) {
      const known = core.stations.get(stationId)?.record;
      const record: StationRecord = {
        ...(known ?? { id: stationId, securityProfile: 0 }),
        admission: 'Known',
        ...(password === undefined
          ? {}
          : {
              passwordHash: await passwords.hash(Buffer.from(password)),
              securityProfile: known?.securityProfile || 1,
            }),
      };
      await core.database.write([saveStation(record)]);
      const station = core.stations.add(record);
      // What a handler has stored while the password was hashed stays; only what was changed here is changed.
      station.record = {
        ...station.record,
        admission: record.admission,
        securityProfile: record.securityProfile,
        ...(record.passwordHash === undefined ? {} : { passwordHash: record.passwordHash }),
      };
      publishStation(core, station);
      return stationView(station);
    },
    async deleteStation(stationId) {
      const station = core.stations.get(stationId);
      if (station === undefined) return false;
      await core.database.write(removeStation(stationId));
      core.stations.remove(stationId);
      core.signals.emit('removed', { station });
      const at = timestampOf(core.clock.epochMs());
      core.bus.publish({ type: 'stationRemoved', at, stationId });
      station.connection?.peer.close(1008, 'This station is no longer known.');
      return true;
    },
    async putToken(token) {
      await tokens.put(token);
      return token;
    },
    deleteToken: (idToken, type) => tokens.remove(idToken, type),
    call: async (stationId, action, payload, timeoutS = DEFAULT_TIMEOUT_S) =>
      callStation(parts.protocols, knownStation(stationId), action, payload, timeoutS),
    async remoteStart(stationId, { evseId, idToken, idTokenType }) {
      const station = knownStation(stationId);
      const type = idTokenType ?? (await tokens.typeOf(idToken)) ?? TYPE_OF_REMOTE_TOKEN;
      const id = core.ids.next('remote_starts');
      const requestedAtMs = core.clock.epochMs();
      await core.database.write([
        insertRemoteStart({ id, stationId, idToken, idTokenType: type, evseId, requestedAtMs }),
      ]);
      const is16 = versionOf(station) === '1.6';
      return is16
        ? commands.call(stationId, 'RemoteStartTransaction', {
            idTag: idToken,
            ...(evseId === undefined ? {} : { connectorId: evseId }),
          })
        : commands.call(stationId, 'RequestStartTransaction', {
            idToken: { idToken, type },
            remoteStartId: id,
            ...(evseId === undefined ? {} : { evseId }),
          });
    },
    async remoteStop(id) {
      const transaction = await findByKey(core.database, id);
      if (transaction === undefined) {
        throw new CommandError('unknownTransaction', `There is no transaction ${id}.`);
      }
      const { stationId, transactionId, version } = transaction;
      return version === '1.6'
        ? commands.call(stationId, 'RemoteStopTransaction', {
            transactionId: Number(transactionId),
          })
        : commands.call(stationId, 'RequestStopTransaction', { transactionId });
    },
  };
  return commands;
}

function versionOf({ connection, record }: Station): Version | undefined {
  return connection?.peer.version ?? record.version;
}

/** Checked before it is sent: a station never sees a command that its version does not know, or that goes the wrong way. */
async function callStation(
  protocols: Protocols,
  station: Station,
  action: string,
  payload: unknown,
  timeoutS: number,
): Promise<CommandOutcome> {
  const version = versionOf(station);
  // A station that never connected has no version yet, so nothing can be checked.
  if (version === undefined) return { outcome: 'notConnected' };
  const protocol = protocols[version];
  const info = protocol.actions.get(action);
  if (info === undefined) {
    throw new CommandError('unknownAction', `OCPP ${version} has no action "${action}".`);
  }
  if (info.from === 'ChargingStation') {
    throw new CommandError('wrongDirection', `${action} is sent by charging stations only.`);
  }
  const violations = protocol.request(action)?.explain(payload) ?? [];
  if (violations.length > 0) {
    throw new CommandError('invalidPayload', `The payload is no ${action} request.`, violations);
  }
  const { connection } = station;
  if (connection === undefined) return { outcome: 'notConnected' };
  const outcome = await connection.peer.callRaw(action, payload, { timeoutMs: timeoutS * 1000 });
  return commandOutcome(outcome, timeoutS);
}

function commandOutcome(outcome: CallOutcome<unknown>, timeoutS: number): CommandOutcome {
  switch (outcome.outcome) {
    case 'answered':
      return { outcome: 'answered', payload: outcome.payload };
    case 'refused':
      if (outcome.local) return { outcome: 'notAccepted', reason: outcome.description };
      return {
        outcome: 'refused',
        errorCode: outcome.code,
        errorDescription: outcome.description,
        errorDetails: outcome.details,
      };
    case 'timedOut':
      return { outcome: 'timedOut', timeoutS };
    case 'closed':
      return { outcome: 'closed', sent: outcome.sent };
    case 'invalidAnswer':
      return outcome;
    case 'replaced':
    case 'queueFull':
      return { outcome: 'tooManyWaiting' };
  }
}
