import { alertSchema } from '../alerts/schemas.ts';
import { campaignSchema } from '../campaigns/schemas.ts';
import { cdrSchema } from '../cdr/schemas.ts';
import { firmwareUpdateSchema } from '../firmware/schemas.ts';
import { frameSchema } from '../gateway/schemas.ts';
import { healthSchema } from '../health/schemas.ts';
import { meterValueSchema } from '../metering/schemas.ts';
import { noticeSchema } from '../notices/schemas.ts';
import { modelReportSchema } from '../provisioning/schemas.ts';
import { commandSchema } from '../remote-control/schemas.ts';
import { reportSchema } from '../reports/schemas.ts';
import { reservationSchema } from '../reservation/schemas.ts';
import { securityEventSchema } from '../security/schemas.ts';
import { stationSchema } from '../stations/schemas.ts';
import { transactionSchema } from '../transactions/schemas.ts';
import type { CsmsEvent } from '../views.ts';
import { evseNumber, stationIdText, transactionKey } from './common-schemas.ts';
import {
  choice,
  integer,
  list,
  moment,
  named,
  object,
  optional,
  type Schema,
  text,
} from './schema.ts';

type EventOf<Type extends CsmsEvent['type']> = Extract<CsmsEvent, { readonly type: Type }>;

const happenedAt = moment('When it happened.');

/** What `data:` holds in the event stream, for each `event:`. */
export const eventSchemas: { readonly [Type in CsmsEvent['type']]: Schema<EventOf<Type>> } = {
  station: named<EventOf<'station'>>(
    'StationEvent',
    object({
      type: choice(['station']),
      at: happenedAt,
      stationId: stationIdText,
      station: stationSchema,
    }),
  ),
  stationRemoved: named<EventOf<'stationRemoved'>>(
    'StationRemovedEvent',
    object({
      type: choice(['stationRemoved']),
      at: happenedAt,
      stationId: stationIdText,
    }),
  ),
  transaction: named<EventOf<'transaction'>>(
    'TransactionChangeEvent',
    object({
      type: choice(['transaction']),
      at: happenedAt,
      stationId: stationIdText,
      transaction: transactionSchema,
    }),
  ),
  meterValues: named<EventOf<'meterValues'>>(
    'MeterValuesEvent',
    object({
      type: choice(['meterValues']),
      at: happenedAt,
      stationId: stationIdText,
      transaction: optional(transactionKey),
      evseId: optional(evseNumber),
      values: list(meterValueSchema),
    }),
  ),
  frame: named<EventOf<'frame'>>(
    'FrameEvent',
    object({
      type: choice(['frame']),
      at: happenedAt,
      stationId: stationIdText,
      frame: frameSchema,
    }),
  ),
  campaign: named<EventOf<'campaign'>>(
    'CampaignEvent',
    object({
      type: choice(['campaign']),
      at: happenedAt,
      stationId: text({ description: 'Empty: it is about many.' }),
      campaign: campaignSchema,
    }),
  ),
  command: named<EventOf<'command'>>(
    'CommandEvent',
    object({
      type: choice(['command']),
      at: happenedAt,
      stationId: stationIdText,
      command: commandSchema,
    }),
  ),
  cdr: named<EventOf<'cdr'>>(
    'CdrEvent',
    object({ type: choice(['cdr']), at: happenedAt, stationId: stationIdText, cdr: cdrSchema }),
  ),
  deviceModel: named<EventOf<'deviceModel'>>(
    'DeviceModelEvent',
    object({
      type: choice(['deviceModel']),
      at: happenedAt,
      stationId: stationIdText,
      changes: integer({ description: 'Variables that are other ones.' }),
    }),
  ),
  modelReport: named<EventOf<'modelReport'>>(
    'ModelReportEvent',
    object({
      type: choice(['modelReport']),
      at: happenedAt,
      stationId: stationIdText,
      report: modelReportSchema,
    }),
  ),
  deviceEvents: named<EventOf<'deviceEvents'>>(
    'DeviceEventsEvent',
    object({
      type: choice(['deviceEvents']),
      at: happenedAt,
      stationId: stationIdText,
      count: integer({ description: 'Events that have come.' }),
    }),
  ),
  alert: named<EventOf<'alert'>>(
    'AlertEvent',
    object({
      type: choice(['alert']),
      at: happenedAt,
      stationId: stationIdText,
      alert: alertSchema,
    }),
  ),
  notice: named<EventOf<'notice'>>(
    'NoticeEvent',
    object({
      type: choice(['notice']),
      at: happenedAt,
      stationId: stationIdText,
      notice: noticeSchema,
    }),
  ),
  report: named<EventOf<'report'>>(
    'ReportEvent',
    object({
      type: choice(['report']),
      at: happenedAt,
      stationId: stationIdText,
      report: reportSchema,
    }),
  ),
  reservation: named<EventOf<'reservation'>>(
    'ReservationEvent',
    object({
      type: choice(['reservation']),
      at: happenedAt,
      stationId: stationIdText,
      reservation: reservationSchema,
    }),
  ),
  firmwareUpdate: named<EventOf<'firmwareUpdate'>>(
    'FirmwareUpdateEvent',
    object({
      type: choice(['firmwareUpdate']),
      at: happenedAt,
      stationId: stationIdText,
      update: firmwareUpdateSchema,
    }),
  ),
  health: named<EventOf<'health'>>(
    'HealthEvent',
    object({
      type: choice(['health']),
      at: happenedAt,
      stationId: stationIdText,
      health: healthSchema,
    }),
  ),
  securityEvent: named<EventOf<'securityEvent'>>(
    'SecurityEventEvent',
    object({
      type: choice(['securityEvent']),
      at: happenedAt,
      stationId: stationIdText,
      securityEvent: securityEventSchema,
    }),
  ),
};
