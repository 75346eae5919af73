import type { Ocpp21 } from '@northbound/protocol';
import { chooseEvse } from '../authorization/choose-evse.ts';
import { isMasterPass, knownGroup } from '../authorization/verdict.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';

/**
 * RequestStartTransaction (2.1 part 2, F01 and F02). A charging profile in it is for the
 * transaction that follows (K05).
 */
export function requestStart(
  core: Core,
  {
    evseId,
    idToken,
    groupIdToken,
    remoteStartId,
    chargingProfile,
  }: Ocpp21.RequestStartTransactionRequest,
): Ocpp21.RequestStartTransactionResponse {
  // B02.FR.05: not before the boot is accepted, though drivers may start (TxBeforeAcceptedEnabled).
  if (core.csms === undefined || !core.mayTransact) return refusal('CSNotAccepted');
  const evse = evseId === undefined ? chooseEvse(core, idToken) : core.evses[evseId - 1];
  if (evse === undefined) return refusal('UnknownEvse');
  // F01.FR.23
  if (!evse.usable && !evse.reserved) return refusal('Unspecified');
  // F01.FR.24, also when the authorization has ended: a transaction has one token.
  const hasToken = evse.transaction.running?.idToken !== undefined;
  if (hasToken || !evse.authorization.isFree) return refusal('TxInProgress');
  const group = groupIdToken ?? knownGroup(core, idToken);
  // C16.FR.03
  if (isMasterPass(core, group)) return refusal('InvalidIdToken');
  const profile = chargingProfile && core.smartCharging.checkStart(evse.id, chargingProfile);
  if (profile?.verdict === 'Rejected') return refusal(profile.reasonCode);
  const transactionId = evse.transaction.running?.transactionId;
  if (transactionId === undefined && !core.storageWatch.hasRoom()) return refusal('OutOfStorage');
  // C05.FR.01: the CSMS made this token itself.
  const ask = core.variables.boolean(VARIABLE.authorizeRemoteStart) && idToken.type !== 'Central';
  // F01.FR.21 and .22: whose group is not known yet is asked about.
  const isKeptForOthers =
    ask && group === undefined
      ? !core.reservations.mayAdmit(evse, idToken)
      : !core.reservations.admits(evse, idToken, group);
  if (isKeptForOthers) return refusal('Unspecified');
  // F01.FR.10: what is accepted is charged by its profile.
  const isWithProfile = chargingProfile !== undefined && profile?.verdict === 'Accepted';
  if (isWithProfile && !core.smartCharging.keepForStart(evse, chargingProfile)) {
    return refusal('OutOfStorage');
  }
  evse.authorization.promise();
  // The answer leaves before what follows from it (F01.FR.01, note).
  core.after(0, () => {
    evse.authorization.startRemotely({ idToken, groupIdToken: group, remoteStartId }, ask);
    core.smartCharging.startFollowed(evse);
  });
  return { status: 'Accepted', ...(transactionId !== undefined && { transactionId }) };
}

/** RequestStopTransaction (2.1 part 2, F03). */
export function requestStop(
  core: Core,
  { transactionId }: Ocpp21.RequestStopTransactionRequest,
): Ocpp21.RequestStopTransactionResponse {
  // B02.FR.05
  if (core.csms === undefined) return refusal('CSNotAccepted');
  const evse = core.evses.find(
    ({ transaction }) => transaction.running?.transactionId === transactionId,
  );
  if (evse === undefined) return refusal('TxNotFound');
  core.after(0, () => evse.apply('stoppedRemotely', () => evse.authorization.withdraw()));
  return { status: 'Accepted' };
}

function refusal(reasonCode: string) {
  return { status: 'Rejected', statusInfo: { reasonCode } } as const;
}
