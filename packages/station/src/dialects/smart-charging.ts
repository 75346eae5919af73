import {
  fromOcpp201Profile,
  type SetProfileVerdict,
  toOcpp201CompositeSchedule,
  toOcpp201Profile,
} from '@northbound/energy';
import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type CallOptions, type CallOutcome, RpcError, type RpcPeer } from '@northbound/rpc';
import type { SmartCharging } from '../smart-charging/smart-charging.ts';

/** The part of the CSMS that hears of charging profiles and limits, in the words of OCPP 2.1. */
export interface SmartChargingCsms {
  reportChargingProfiles(
    request: Ocpp21.ReportChargingProfilesRequest,
  ): Promise<CallOutcome<unknown>>;
  /** What a version has no message for counts as answered, here and below. */
  notifyChargingLimit(
    request: Ocpp21.NotifyChargingLimitRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  clearedChargingLimit(
    request: Ocpp21.ClearedChargingLimitRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  notifyPriorityCharging(
    request: Ocpp21.NotifyPriorityChargingRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>>;
  pullDynamicScheduleUpdate(
    request: Ocpp21.PullDynamicScheduleUpdateRequest,
  ): Promise<CallOutcome<Ocpp21.PullDynamicScheduleUpdateResponse>>;
}

type Options = (messageId?: string) => CallOptions;

const REJECTED = {
  outcome: 'answered',
  payload: { status: 'Rejected' },
} as const satisfies CallOutcome<Ocpp21.PullDynamicScheduleUpdateResponse>;

/** 2.1 on the wire, unchanged. */
export class SmartCharging21 implements SmartChargingCsms {
  readonly #peer: RpcPeer<'2.1', 'ChargingStation'>;
  readonly #options: Options;

  constructor(peer: RpcPeer<'2.1', 'ChargingStation'>, options: Options) {
    this.#peer = peer;
    this.#options = options;
  }

  reportChargingProfiles(
    request: Ocpp21.ReportChargingProfilesRequest,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('ReportChargingProfiles', request, this.#options());
  }

  notifyChargingLimit(
    request: Ocpp21.NotifyChargingLimitRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyChargingLimit', request, this.#options(messageId));
  }

  clearedChargingLimit(
    request: Ocpp21.ClearedChargingLimitRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('ClearedChargingLimit', request, this.#options(messageId));
  }

  notifyPriorityCharging(
    request: Ocpp21.NotifyPriorityChargingRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyPriorityCharging', request, this.#options(messageId));
  }

  pullDynamicScheduleUpdate(
    request: Ocpp21.PullDynamicScheduleUpdateRequest,
  ): Promise<CallOutcome<Ocpp21.PullDynamicScheduleUpdateResponse>> {
    return this.#peer.tryCall('PullDynamicScheduleUpdate', request, this.#options());
  }
}

/** 2.0.1: without what came with 2.1. */
export class SmartCharging201 implements SmartChargingCsms {
  readonly #peer: RpcPeer<'2.0.1', 'ChargingStation'>;
  readonly #options: Options;

  constructor(peer: RpcPeer<'2.0.1', 'ChargingStation'>, options: Options) {
    this.#peer = peer;
    this.#options = options;
  }

  reportChargingProfiles({
    requestId,
    evseId,
    tbc,
    ...report
  }: Ocpp21.ReportChargingProfilesRequest): Promise<CallOutcome<unknown>> {
    const chargingProfile = report.chargingProfile
      .map(toOcpp201Profile)
      .filter((profile) => profile !== undefined);
    const request = {
      requestId,
      chargingLimitSource: source201(report.chargingLimitSource),
      evseId,
      chargingProfile,
      ...(tbc !== undefined && { tbc }),
    };
    return this.#peer.tryCall('ReportChargingProfiles', request, this.#options());
  }

  async notifyChargingLimit(
    { chargingLimit, evseId, chargingSchedule }: Ocpp21.NotifyChargingLimitRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    // K27 came with 2.1.
    if (chargingLimit.isLocalGeneration) return REJECTED;
    const schedules = chargingSchedule?.flatMap(schedule201);
    const request: Ocpp201.NotifyChargingLimitRequest = {
      chargingLimit: { chargingLimitSource: source201(chargingLimit.chargingLimitSource) },
      ...(evseId !== undefined && { evseId }),
      ...(schedules && schedules.length > 0 && { chargingSchedule: schedules }),
    };
    return this.#peer.tryCall('NotifyChargingLimit', request, this.#options(messageId));
  }

  clearedChargingLimit(
    { chargingLimitSource, evseId }: Ocpp21.ClearedChargingLimitRequest,
    messageId?: string,
  ): Promise<CallOutcome<unknown>> {
    const request = {
      chargingLimitSource: source201(chargingLimitSource),
      ...(evseId !== undefined && { evseId }),
    };
    return this.#peer.tryCall('ClearedChargingLimit', request, this.#options(messageId));
  }

  async notifyPriorityCharging(): Promise<CallOutcome<unknown>> {
    return REJECTED;
  }

  async pullDynamicScheduleUpdate(): Promise<
    CallOutcome<Ocpp21.PullDynamicScheduleUpdateResponse>
  > {
    return REJECTED;
  }
}

/** 1.6 has no messages of the station about profiles and limits. */
export const SMART_CHARGING_16: SmartChargingCsms = {
  reportChargingProfiles: async () => REJECTED,
  notifyChargingLimit: async () => REJECTED,
  clearedChargingLimit: async () => REJECTED,
  notifyPriorityCharging: async () => REJECTED,
  pullDynamicScheduleUpdate: async () => REJECTED,
};

/** 2.1 has taken any word for a source, 2.0.1 has four. */
function source201(source: string): Ocpp201.ChargingLimitSourceEnumType {
  switch (source) {
    case 'EMS':
    case 'SO':
    case 'CSO':
      return source;
    default:
      return 'Other';
  }
}

function schedule201(schedule: Ocpp21.ChargingScheduleType): Ocpp201.ChargingScheduleType[] {
  const profile = toOcpp201Profile({
    id: 0,
    stackLevel: 0,
    chargingProfilePurpose: 'ChargingStationExternalConstraints',
    chargingProfileKind: 'Absolute',
    chargingSchedule: [schedule],
  });
  return [...(profile?.chargingSchedule ?? [])];
}

export function setChargingProfile21(
  smartCharging: SmartCharging,
  { evseId, chargingProfile }: Ocpp21.SetChargingProfileRequest,
): Ocpp21.SetChargingProfileResponse {
  return answerOf(smartCharging.set('2.1', evseId, chargingProfile));
}

export function setChargingProfile201(
  smartCharging: SmartCharging,
  { evseId, chargingProfile }: Ocpp201.SetChargingProfileRequest,
): Ocpp201.SetChargingProfileResponse {
  return answerOf(smartCharging.set('2.0.1', evseId, fromOcpp201Profile(chargingProfile)));
}

/** The verdict as the answer of 2.x. @throws RpcError where the standard wants a CALLERROR */
function answerOf(
  verdict: SetProfileVerdict,
): Pick<Ocpp21.SetChargingProfileResponse, 'status' | 'statusInfo'> {
  switch (verdict.verdict) {
    case 'Accepted':
      return { status: 'Accepted' };
    case 'Rejected': {
      const { reasonCode, additionalInfo } = verdict;
      return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo } };
    }
    case 'NotSupported':
      throw new RpcError('NotSupported');
    case 'CallError':
      throw new RpcError(verdict.code);
  }
}

/** ClearChargingProfile of 2.x. */
export function clearChargingProfile(
  smartCharging: SmartCharging,
  version: '2.0.1' | '2.1',
  {
    chargingProfileId: id,
    chargingProfileCriteria: criteria,
  }: Ocpp201.ClearChargingProfileRequest | Ocpp21.ClearChargingProfileRequest,
): { status: 'Accepted' | 'Unknown' } {
  refuseWhenDisabled(smartCharging);
  const { evseId, chargingProfilePurpose: purpose, stackLevel } = criteria ?? {};
  const found = smartCharging.clear(version, { id, evseId, purpose, stackLevel });
  return { status: found ? 'Accepted' : 'Unknown' };
}

/** GetChargingProfiles of 2.0.1, which does not hear of profiles that it has no words for. */
export function getChargingProfiles201(
  smartCharging: SmartCharging,
  { requestId, ...query }: Ocpp201.GetChargingProfilesRequest,
): Ocpp201.GetChargingProfilesResponse {
  refuseWhenDisabled(smartCharging);
  const { status } = smartCharging.report(
    requestId,
    query,
    (profile) => toOcpp201Profile(profile) !== undefined,
  );
  return { status };
}

export function getChargingProfiles21(
  smartCharging: SmartCharging,
  { requestId, ...query }: Ocpp21.GetChargingProfilesRequest,
): Ocpp21.GetChargingProfilesResponse {
  refuseWhenDisabled(smartCharging);
  return smartCharging.report(requestId, query);
}

export function getCompositeSchedule201(
  smartCharging: SmartCharging,
  request: Ocpp201.GetCompositeScheduleRequest,
): Ocpp201.GetCompositeScheduleResponse {
  const found = compositeOf(smartCharging, request);
  if (typeof found === 'string') {
    return { status: 'Rejected', statusInfo: { reasonCode: found } };
  }
  const schedule = toOcpp201CompositeSchedule(found);
  return schedule === undefined ? { status: 'Rejected' } : { status: 'Accepted', schedule };
}

export function getCompositeSchedule21(
  smartCharging: SmartCharging,
  request: Ocpp21.GetCompositeScheduleRequest,
): Ocpp21.GetCompositeScheduleResponse {
  const schedule = compositeOf(smartCharging, request);
  return typeof schedule === 'string'
    ? { status: 'Rejected', statusInfo: { reasonCode: schedule } }
    : { status: 'Accepted', schedule };
}

export function updateDynamicSchedule(
  smartCharging: SmartCharging,
  request: Ocpp21.UpdateDynamicScheduleRequest,
): Ocpp21.UpdateDynamicScheduleResponse {
  refuseWhenDisabled(smartCharging);
  return smartCharging.dynamic.update(request);
}

export function usePriorityCharging(
  smartCharging: SmartCharging,
  request: Ocpp21.UsePriorityChargingRequest,
): Ocpp21.UsePriorityChargingResponse {
  refuseWhenDisabled(smartCharging);
  return smartCharging.priority.use(request);
}

function compositeOf(
  smartCharging: SmartCharging,
  { evseId, duration, chargingRateUnit }: Ocpp21.GetCompositeScheduleRequest,
): ReturnType<SmartCharging['composite']> {
  refuseWhenDisabled(smartCharging);
  return smartCharging.composite(evseId, duration, chargingRateUnit);
}

function refuseWhenDisabled({ enabled }: SmartCharging): void {
  if (!enabled) throw new RpcError('NotSupported');
}
