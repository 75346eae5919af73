import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type Core, commit, type StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import type { Reports } from '../reports/reports.ts';
import { epochMsOf } from '../timestamps.ts';
import { removeLimit, saveLimit } from './sql.ts';

type NotifyChargingLimit = Ocpp201.NotifyChargingLimitRequest | Ocpp21.NotifyChargingLimitRequest;
type ClearedChargingLimit =
  | Ocpp201.ClearedChargingLimitRequest
  | Ocpp21.ClearedChargingLimitRequest;
type NotifyEVChargingNeeds =
  | Ocpp201.NotifyEVChargingNeedsRequest
  | Ocpp21.NotifyEVChargingNeedsRequest;
type NotifyEVChargingSchedule =
  | Ocpp201.NotifyEVChargingScheduleRequest
  | Ocpp21.NotifyEVChargingScheduleRequest;
type ReportChargingProfiles =
  | Ocpp201.ReportChargingProfilesRequest
  | Ocpp21.ReportChargingProfilesRequest;

export interface SmartChargingParts {
  readonly core: Core;
  readonly notices: Notices;
  readonly reports: Reports;
}

/** 2.0.1 and 2.1: limits from outside (K11 to K13), installed profiles (K09) and schedules of vehicles (K15 to K17). */
export function smartChargingHandlers2({ core, notices, reports }: SmartChargingParts) {
  return {
    async NotifyChargingLimit(payload: NotifyChargingLimit, { station }: StationContext) {
      const { chargingLimit, chargingSchedule = [], evseId = 0 } = payload;
      const limit = saveLimit(station.id, {
        evseId,
        source: chargingLimit.chargingLimitSource,
        isGridCritical: chargingLimit.isGridCritical,
        isLocalGeneration:
          'isLocalGeneration' in chargingLimit && chargingLimit.isLocalGeneration === true,
        schedules: chargingSchedule,
        sinceMs: core.clock.epochMs(),
      });
      await commit(core, notices.change(station, 'NotifyChargingLimit', payload), {
        statements: [limit],
        apply: () => undefined,
      });
      return {};
    },
    async ClearedChargingLimit(payload: ClearedChargingLimit, { station }: StationContext) {
      const { evseId = 0, chargingLimitSource } = payload;
      await commit(core, notices.change(station, 'ClearedChargingLimit', payload), {
        statements: [removeLimit(station.id, evseId, chargingLimitSource)],
        apply: () => undefined,
      });
      return {};
    },
    async NotifyEVChargingNeeds(payload: NotifyEVChargingNeeds, { station }: StationContext) {
      const timestamp = 'timestamp' in payload ? payload.timestamp : undefined;
      const atMs = timestamp === undefined ? undefined : epochMsOf(timestamp);
      await notices.record(station, 'NotifyEVChargingNeeds', payload, atMs);
      // K15.FR.04: nobody here plans schedules of vehicles.
      return { status: 'Rejected' } as const;
    },
    async NotifyEVChargingSchedule(payload: NotifyEVChargingSchedule, { station }: StationContext) {
      await notices.record(
        station,
        'NotifyEVChargingSchedule',
        payload,
        epochMsOf(payload.timeBase),
      );
      // Says that it was taken, not that the schedule is approved (NotifyEVChargingScheduleResponse).
      return { status: 'Accepted' } as const;
    },
    async ReportChargingProfiles(payload: ReportChargingProfiles, { station }: StationContext) {
      await reports.take(station, 'ReportChargingProfiles', payload, payload);
      return {};
    },
  };
}

/** 2.1: K22 and K28. */
export function smartChargingHandlers21(notices: Notices) {
  return {
    async NotifyPriorityCharging(
      payload: Ocpp21.NotifyPriorityChargingRequest,
      { station }: StationContext,
    ) {
      await notices.record(station, 'NotifyPriorityCharging', payload);
      return {};
    },
    async PullDynamicScheduleUpdate(
      payload: Ocpp21.PullDynamicScheduleUpdateRequest,
      { station }: StationContext,
    ) {
      await notices.record(station, 'PullDynamicScheduleUpdate', payload);
      // It keeps no profile up to date: none is known here as a Dynamic one (K28.FR.12).
      const statusInfo = { reasonCode: 'InvalidProfile' };
      return { status: 'Rejected', statusInfo } as const;
    },
  };
}
