import type { Core } from '../core.ts';
import type { Statement } from '../store/database.ts';
import { isObject } from './command.ts';
import type { CommandName } from './sending.ts';
import { insertRemoteStart } from './sql.ts';

/** Commands that carry a `requestId`: the id of the command itself, so that what comes of it later finds it. */
const NUMBERED: ReadonlySet<CommandName> = new Set<CommandName>([
  'CustomerInformation',
  'GetBaseReport',
  'GetChargingProfiles',
  'GetDERControl',
  'GetDisplayMessages',
  'GetLog',
  'GetMonitoringReport',
  'GetReport',
  'PublishFirmware',
  'RequestBatterySwap',
  'UpdateFirmware',
]);

/** The field of a command that the CSMS fills in where the caller leaves it out. */
export function filledInField(command: CommandName): 'requestId' | 'remoteStartId' | undefined {
  if (NUMBERED.has(command)) return 'requestId';
  return command === 'RequestStartTransaction' ? 'remoteStartId' : undefined;
}

export interface Completed {
  readonly request: unknown;
  /** What must be stored with it. */
  readonly statements: readonly Statement[];
}

/** A start that this CSMS asks for also authorizes its token for a while (see `vouching`). */
export function complete(
  { ids, clock }: Core,
  stationId: string,
  command: CommandName,
  commandId: number,
  request: unknown,
): Completed {
  const field = filledInField(command);
  if (field === undefined || !isObject(request)) return { request, statements: [] };
  if (field === 'requestId')
    return { request: { requestId: commandId, ...request }, statements: [] };
  const id = ids.next('remote_starts');
  const { idToken, evseId } = request;
  const completed = { remoteStartId: id, ...request };
  if (!isObject(idToken) || typeof idToken.idToken !== 'string' || typeof idToken.type !== 'string')
    return { request: completed, statements: [] };
  const start = {
    id,
    commandId,
    stationId,
    idToken: idToken.idToken,
    idTokenType: idToken.type,
    evseId: typeof evseId === 'number' ? evseId : undefined,
    requestedAtMs: clock.epochMs(),
  };
  return { request: completed, statements: [insertRemoteStart(start)] };
}
