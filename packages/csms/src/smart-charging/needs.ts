import type { Ocpp21 } from '@northbound/protocol';
import type { Notices } from '../notices/notices.ts';
import type { ToldView } from '../notices/views.ts';
import type { ChargingNeedsView, EvScheduleView } from './views.ts';

/** Messages that are looked through for the last of each EVSE. */
const LOOKED_THROUGH = 200;

/** What the vehicle at each EVSE said last that it needs, and what it planned after that. */
export async function chargingNeeds(
  notices: Notices,
  stationId: string,
): Promise<ChargingNeedsView[]> {
  const page = { limit: LOOKED_THROUGH };
  const [needs, schedules] = await Promise.all([
    notices.told(stationId, 'NotifyEVChargingNeeds', page, needsView),
    notices.told(stationId, 'NotifyEVChargingSchedule', page, scheduleView),
  ]);
  const newest = new Map<number, ChargingNeedsView>();
  for (const view of needs.items) {
    if (newest.has(view.evseId)) continue;
    const planned = schedules.items.find(({ evseId }) => evseId === view.evseId);
    const isOfThese = planned !== undefined && planned.schedule.id > view.id;
    newest.set(view.evseId, isOfThese ? { ...view, schedule: planned.schedule } : view);
  }
  return [...newest.values()].sort((one, other) => one.evseId - other.evseId);
}

function needsView(
  { evseId, maxScheduleTuples, chargingNeeds }: Ocpp21.NotifyEVChargingNeedsRequest,
  told: ToldView,
): ChargingNeedsView {
  const {
    requestedEnergyTransfer,
    availableEnergyTransfer,
    departureTime,
    v2xChargingParameters,
    derChargingParameters,
  } = chargingNeeds;
  return {
    ...told,
    evseId,
    requestedEnergyTransfer,
    ...(availableEnergyTransfer === undefined ? {} : { availableEnergyTransfer }),
    ...(departureTime === undefined ? {} : { departureTime }),
    ...(maxScheduleTuples === undefined ? {} : { maxScheduleTuples }),
    ...(v2xChargingParameters === undefined ? {} : { v2xChargingParameters }),
    ...(derChargingParameters === undefined ? {} : { derChargingParameters }),
    chargingNeeds,
  };
}

function scheduleView(
  payload: Ocpp21.NotifyEVChargingScheduleRequest,
  told: ToldView,
): { readonly evseId: number; readonly schedule: EvScheduleView } {
  const { evseId, timeBase: _at, customData: _custom, ...schedule } = payload;
  return { evseId, schedule: { ...told, ...schedule } };
}
