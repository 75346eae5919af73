import type { Request, Version } from '@northbound/protocol';
import type { CommandName } from './sending.ts';

/** @param version what the station speaks; undefined while it is not known */
type Rule<C extends CommandName> = (
  request: Request<'2.1', C>,
  version: Version | undefined,
) => string | undefined;

const EXTERNAL = 'ChargingStationExternalConstraints';

/** What the standard forbids a CSMS to send although its schema allows it. */
const RULES: { readonly [C in CommandName]?: Rule<C> } = {
  SetChargingProfile: ({ chargingProfile }) => {
    if (chargingProfile.chargingProfilePurpose === EXTERNAL)
      return `A CSMS never sets profiles of purpose ${EXTERNAL}: an external system does (2.1 part 2, K01.FR.22).`;
    const periods = chargingProfile.chargingSchedule.flatMap(
      ({ chargingSchedulePeriod }) => chargingSchedulePeriod,
    );
    return periods.some(
      ({ phaseToUse, numberPhases }) => phaseToUse !== undefined && numberPhases !== 1,
    )
      ? 'A CSMS sets phaseToUse only where numberPhases is 1 (2.1 part 2, K01.FR.19).'
      : undefined;
  },
  ClearChargingProfile: ({ chargingProfileId, chargingProfileCriteria }, version) => {
    if (chargingProfileCriteria?.chargingProfilePurpose === EXTERNAL)
      return `A CSMS never clears profiles of purpose ${EXTERNAL} (2.1 part 2, K10.FR.06).`;
    const { evseId, stackLevel, chargingProfilePurpose } = chargingProfileCriteria ?? {};
    const chosen = [chargingProfileId, evseId, stackLevel, chargingProfilePurpose];
    // 1.6 clears everything when nothing is said (edition 2, 5.5).
    return version === '1.6' || chosen.some((choice) => choice !== undefined)
      ? undefined
      : 'A CSMS says which profiles to clear: an id, an EVSE, a stack level or a purpose (2.1 part 2, K10.FR.02).';
  },
  RequestStartTransaction: ({ chargingProfile }) => {
    if (chargingProfile === undefined) return undefined;
    if (chargingProfile.chargingProfilePurpose !== 'TxProfile')
      return 'A profile that comes with a start has the purpose TxProfile (2.1 part 2, F01.FR.09).';
    return chargingProfile.transactionId === undefined
      ? undefined
      : 'A profile that comes with a start names no transaction (2.1 part 2, F01.FR.11).';
  },
  SetVariables: ({ setVariableData }) => {
    const seen = new Set<string>();
    for (const { component, variable, attributeType = 'Actual' } of setVariableData) {
      const key = JSON.stringify([component, variable, attributeType]);
      if (seen.has(key))
        return `A CSMS sets ${component.name}.${variable.name} once in a request (2.1 part 2, B05.FR.13).`;
      seen.add(key);
    }
    return undefined;
  },
  TriggerMessage: ({ requestedMessage, evse }, version) =>
    requestedMessage === 'StatusNotification' &&
    evse?.connectorId === undefined &&
    version !== '1.6' &&
    version !== undefined
      ? 'A CSMS that asks for a StatusNotification says of which connector (2.1 part 2, F06.FR.13).'
      : undefined,
};

export function whyForbidden<C extends CommandName>(
  command: C,
  request: Request<'2.1', C>,
  version: Version | undefined,
): string | undefined {
  const rule = RULES[command];
  return rule?.(request, version);
}

/**
 * Commands that may be sent again when nobody knows whether they arrived: done twice is the same as done once. All
 * others are marked `unknown` after a crash or a lost connection, and an operator decides.
 */
const IDEMPOTENT: ReadonlySet<string> = new Set<CommandName | 'ChangeConfiguration'>([
  'AdjustPeriodicEventStream',
  'CancelReservation',
  'ChangeAvailability',
  'ChangeConfiguration',
  'ClearCache',
  'ClearChargingProfile',
  'ClearDERControl',
  'ClearDisplayMessage',
  'ClearTariffs',
  'ClearVariableMonitoring',
  'CostUpdated',
  'DeleteCertificate',
  'GetBaseReport',
  'GetChargingProfiles',
  'GetCompositeSchedule',
  'GetDERControl',
  'GetDisplayMessages',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'GetMonitoringReport',
  'GetPeriodicEventStream',
  'GetReport',
  'GetTariffs',
  'GetTransactionStatus',
  'GetVariables',
  // The same reservation again replaces itself (2.1 part 2, H01.FR.02).
  'ReserveNow',
  // The same profile id again replaces itself (2.1 part 2, K01.FR.05).
  'SetChargingProfile',
  'SetDefaultTariff',
  'SetDERControl',
  'SetDisplayMessage',
  'SetMonitoringBase',
  'SetMonitoringLevel',
  'SetNetworkProfile',
  'SetVariables',
  'TriggerMessage',
]);

export function isIdempotent(command: string): boolean {
  return IDEMPOTENT.has(command);
}
