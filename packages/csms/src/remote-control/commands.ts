import { isIdentityOf } from '@northbound/rpc';
import type { Tokens } from '../authorization/tokens.ts';
import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import type { Passwords } from '../gateway/passwords.ts';
import { removeStation, savePasswords, saveStation } from '../stations/sql.ts';
import { REMOVED, Station, type StationRecord } from '../stations/station.ts';
import { stationView, tellingStation } from '../stations/view.ts';
import { timestampOf } from '../timestamps.ts';
import { findByKey } from '../transactions/sql.ts';
import type { CommandOutcome, Commands } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import type { Outbox } from './outbox.ts';
import type { CommandResult } from './sending.ts';

export interface CommandParts {
  readonly core: Core;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  readonly sending: Outbox;
}

const DEFAULT_TIMEOUT_S = 30;

/** For the record, where the caller does not say who wants it. */
const ANYBODY = 'operator';

/** 2.1 appendix, IdTokenEnumType: a token that a CSMS makes up, for example for a start by an app. */
const TYPE_OF_REMOTE_TOKEN = 'Central';

export function createCommands(parts: CommandParts): Commands {
  const { core, tokens, passwords, sending } = parts;
  return {
    async putStation(stationId, { password }) {
      if (!isIdentityOf(undefined, stationId)) {
        throw new CommandError(
          'invalidValue',
          `No station can come as ${JSON.stringify(stationId)}: control characters, "." and ".." are in no identity.`,
        );
      }
      const current =
        password === undefined ? undefined : await passwords.hash(Buffer.from(password));
      const known = core.stations.get(stationId);
      const put = () => putStation(core, stationId, current);
      // After a boot that is being stored: both write the whole record.
      return stationView(await (known === undefined ? put() : known.serially(put)));
    },
    async deleteStation(stationId) {
      const station = core.stations.get(stationId);
      if (station === undefined) return false;
      // Behind what it has said: what it says from then on is not taken any more.
      return station.serially(() => remove(core, station));
    },
    async putToken(token) {
      await tokens.put(token);
      return token;
    },
    deleteToken: (idToken, type) => tokens.remove(idToken, type),
    async call(stationId, action, payload, timeoutS = DEFAULT_TIMEOUT_S, by = ANYBODY) {
      const result = await sending.callUnchecked(stationId, action, payload, { by, timeoutS });
      return commandOutcome(result, timeoutS);
    },
    async remoteStart(stationId, { evseId, idToken, idTokenType }, by = ANYBODY) {
      const type = idTokenType ?? (await tokens.typeOf(idToken)) ?? TYPE_OF_REMOTE_TOKEN;
      const request = {
        idToken: { idToken, type },
        ...(evseId === undefined ? {} : { evseId }),
      };
      const result = await sending.send(stationId, 'RequestStartTransaction', request, { by });
      return commandOutcome(result, DEFAULT_TIMEOUT_S);
    },
    async remoteStop(id, by = ANYBODY) {
      const transaction = await findByKey(core.database, id);
      if (transaction === undefined) {
        throw new CommandError('unknownTransaction', `There is no transaction ${id}.`);
      }
      const { stationId, transactionId } = transaction;
      const request = { transactionId };
      const result = await sending.send(stationId, 'RequestStopTransaction', request, { by });
      return commandOutcome(result, DEFAULT_TIMEOUT_S);
    },
  };
}

/** @returns false when somebody else has just done it */
async function remove(core: Core, station: Station): Promise<boolean> {
  const { id: stationId } = station;
  if (core.stations.get(stationId) !== station) return false;
  const removal = {
    statements: [...removeStation(stationId), core.ids.kept('desired_monitors')],
    apply() {
      core.stations.remove(stationId);
      core.signals.emit('removed', { station });
    },
  };
  const told = telling(core, removal, 'stationRemoved', stationId, () => {
    return { type: 'stationRemoved', at: timestampOf(core.clock.epochMs()), stationId };
  });
  await commit(core, told);
  station.connection?.peer.close(1008, REMOVED);
  return true;
}

/** Who gives a password anew lets the station come without a certificate again (2.1 part 2, A05.FR.07). */
async function putStation(
  core: Core,
  stationId: string,
  current: string | undefined,
): Promise<Station> {
  const known: StationRecord = core.stations.get(stationId)?.record ?? {
    id: stationId,
    admission: 'Open',
    securityProfile: 0,
  };
  const isNews = current !== undefined || known.admission !== 'Known';
  const registeredAtMs =
    isNews || known.registeredAtMs === undefined
      ? Math.max(core.clock.epochMs(), (known.registeredAtMs ?? 0) + 1)
      : known.registeredAtMs;
  const record: StationRecord = {
    ...known,
    admission: 'Known',
    registeredAtMs,
    ...(current === undefined ? {} : { securityProfile: 1 }),
  };
  const statements = [saveStation(record)];
  if (current !== undefined) statements.push(savePasswords(stationId, { current }));
  let station = core.stations.get(stationId) ?? new Station(record);
  const registered = {
    statements,
    apply() {
      station = core.stations.add(record);
      const { admission, securityProfile } = record;
      station.record = { ...station.record, admission, securityProfile, registeredAtMs };
      if (current !== undefined) station.passwords = { current };
    },
  };
  await commit(core, tellingStation(core, station, registered, record));
  return station;
}

/** For callers that know nothing of records; none of them lets a command wait. */
function commandOutcome(result: CommandResult<unknown>, timeoutS: number): CommandOutcome {
  switch (result.state) {
    case 'answered':
      return { outcome: 'answered', payload: result.answer };
    case 'refused':
      return { outcome: 'refused', cause: result.cause, ...result.callError };
    case 'invalidAnswer':
      return { outcome: 'invalidAnswer', payload: result.payload, violations: result.violations };
    case 'timedOut':
      return { outcome: 'timedOut', timeoutS };
    case 'unknown':
      return { outcome: 'closed', sent: true };
    case 'notSent':
      return result.obstacle === 'notAccepted'
        ? { outcome: 'notAccepted', reason: result.reason }
        : { outcome: result.obstacle };
    case 'queued':
    case 'expired':
    case 'cancelled':
      return { outcome: 'notConnected' };
  }
}
