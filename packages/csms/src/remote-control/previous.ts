import type { Request } from '@northbound/protocol';
import type { Blocks } from '../blocks.ts';
import { addressFromWire } from '../device-model/address.ts';
import type { CommandName } from './sending.ts';

/** Commands that are looked through for the one before: a profile that is changed often was changed lately. */
const LOOKED_THROUGH = 10;

type Known = Pick<Blocks, 'commandBook' | 'deviceModel'>;

/**
 * What a command is about to replace at its station, in the form of its request and as far as this CSMS knows it: for who
 * asks the audit later from what to what.
 *
 * @returns undefined for other commands, for requests that do not validate, and when nothing is known
 * @throws CommandError `unknownStation`
 */
export async function previousOf(
  known: Known,
  stationId: string,
  command: CommandName,
  request: unknown,
): Promise<object | undefined> {
  const { commandBook } = known;
  if (command === 'SetVariables') {
    const asked = commandBook.valid(command, request);
    return asked && { setVariableData: await presentValues(known, stationId, asked) };
  }
  if (command === 'SetChargingProfile') {
    const id = commandBook.valid(command, request)?.chargingProfile.id;
    return id === undefined ? undefined : profileThere(known, stationId, id);
  }
  if (command === 'ClearChargingProfile') {
    const id = commandBook.valid(command, request)?.chargingProfileId;
    return id === undefined ? undefined : profileThere(known, stationId, id);
  }
  return undefined;
}

async function presentValues(
  { deviceModel }: Known,
  stationId: string,
  { setVariableData }: Request<'2.1', 'SetVariables'>,
) {
  const addresses = setVariableData.map((data) => addressFromWire(data, data.attributeType));
  const present = await deviceModel.present(stationId, addresses);
  return setVariableData.map(({ attributeValue: _asked, ...data }, index) => {
    const attributeValue = present[index]?.value;
    return { ...(attributeValue !== undefined && { attributeValue }), ...data };
  });
}

/** The profile as this CSMS set it last, unless it has taken it back since. */
async function profileThere(
  { commandBook }: Known,
  stationId: string,
  id: number,
): Promise<Request<'2.1', 'SetChargingProfile'> | undefined> {
  const all = await commandBook.answers(stationId, 'SetChargingProfile', LOOKED_THROUGH);
  const set = all.find(
    ({ request, answer }) => answer.status === 'Accepted' && request.chargingProfile.id === id,
  );
  if (set === undefined) return undefined;
  const cleared = await commandBook.answers(stationId, 'ClearChargingProfile', LOOKED_THROUGH);
  const isGone = cleared.some(
    ({ commandId, request, answer }) =>
      answer.status === 'Accepted' && commandId > set.commandId && clears(request, set.request),
  );
  return isGone ? undefined : set.request;
}

/** 2.1 part 2, K10.FR.03 and FR.04: the id says which; without it, every criterion that is given. */
function clears(
  { chargingProfileId, chargingProfileCriteria = {} }: Request<'2.1', 'ClearChargingProfile'>,
  { evseId, chargingProfile: profile }: Request<'2.1', 'SetChargingProfile'>,
): boolean {
  if (chargingProfileId !== undefined) return chargingProfileId === profile.id;
  const { evseId: ofEvse, chargingProfilePurpose: purpose, stackLevel } = chargingProfileCriteria;
  return (
    (ofEvse === undefined || ofEvse === evseId) &&
    (purpose === undefined || purpose === profile.chargingProfilePurpose) &&
    (stackLevel === undefined || stackLevel === profile.stackLevel)
  );
}
