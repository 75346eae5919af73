import type { Ocpp21 } from '@northbound/protocol';
import { equals, isWithin, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { DeviceEventView } from './views.ts';

export const deviceEventMigrations: readonly Migration[] = [
  {
    name: 'diagnostics/003',
    sql: [
      ...[
        'event_id BIGINT',
        'component_instance TEXT',
        'evse_id INTEGER',
        'connector_id INTEGER',
        'variable_instance TEXT',
        'fired_by TEXT',
        'notification_type TEXT',
        'cleared INTEGER',
        'severity INTEGER',
        'cause BIGINT',
        'transaction_id TEXT',
        'tech_code TEXT',
        'tech_info TEXT',
        'monitor_id BIGINT',
      ].map((column) => `ALTER TABLE device_events ADD COLUMN ${column}`),
      'DROP INDEX device_events_station',
      // A message whose answer was lost comes again: its events are the same ones.
      `CREATE UNIQUE INDEX device_events_once
        ON device_events (station_id, at, event_id, component, variable)`,
      'CREATE INDEX device_events_of_station ON device_events (station_id, id)',
      `CREATE INDEX device_events_of_component ON device_events (station_id, component, id)`,
      `CREATE INDEX device_events_of_code ON device_events (tech_code, id)
        WHERE tech_code IS NOT NULL`,
    ],
  },
  {
    name: 'diagnostics/004',
    sql: [
      // Lists are sorted by when it happened: they are asked for by days, and queued events come late.
      'DROP INDEX device_events_of_station',
      'DROP INDEX device_events_of_component',
      'DROP INDEX device_events_of_code',
      'CREATE INDEX device_events_at ON device_events (at, id)',
      'CREATE INDEX device_events_station ON device_events (station_id, at, id)',
      'CREATE INDEX device_events_component ON device_events (station_id, component, at, id)',
      `CREATE INDEX device_events_code ON device_events (tech_code, at, id)
        WHERE tech_code IS NOT NULL`,
    ],
  },
];

/** An event as it is stored. Its number here is `id`; `eventId` is the station's. */
export interface DeviceEvent {
  readonly id: number;
  readonly stationId: string;
  readonly receivedAtMs: number;
  readonly atMs: number;
  readonly data: Ocpp21.EventDataType;
}

export function appendDeviceEvent({
  id,
  stationId,
  receivedAtMs,
  atMs,
  data,
}: DeviceEvent): Statement {
  const { component, variable } = data;
  return {
    sql: `INSERT INTO device_events (id, station_id, at, received_at, component, variable, value, event,
        event_id, component_instance, evse_id, connector_id, variable_instance, fired_by,
        notification_type, cleared, severity, cause, transaction_id, tech_code, tech_info, monitor_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, at, event_id, component, variable) DO NOTHING`,
    params: [
      id,
      stationId,
      atMs,
      receivedAtMs,
      component.name,
      variable.name,
      data.actualValue,
      data.eventId,
      component.instance ?? null,
      component.evse?.id ?? null,
      component.evse?.connectorId ?? null,
      variable.instance ?? null,
      data.trigger,
      data.eventNotificationType,
      data.cleared === undefined ? null : data.cleared ? 1 : 0,
      data.severity ?? null,
      data.cause ?? null,
      data.transactionId ?? null,
      data.techCode ?? null,
      data.techInfo ?? null,
      data.variableMonitoringId ?? null,
    ],
  };
}

export interface DeviceEventFilter extends PageRequest {
  readonly stationId?: string;
  readonly component?: string;
  readonly variable?: string;
  readonly techCode?: string;
  readonly transactionId?: string;
  readonly trigger?: Ocpp21.EventTriggerEnumType;
  readonly from?: number;
  readonly to?: number;
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly at: number;
  readonly received_at: number;
  readonly event_id: number | null;
  readonly component: string;
  readonly component_instance: string | null;
  readonly evse_id: number | null;
  readonly connector_id: number | null;
  readonly variable: string;
  readonly variable_instance: string | null;
  readonly value: string;
  readonly fired_by: Ocpp21.EventTriggerEnumType | null;
  readonly notification_type: Ocpp21.EventNotificationEnumType | null;
  readonly cleared: number | null;
  readonly severity: number | null;
  readonly cause: number | null;
  readonly transaction_id: string | null;
  readonly tech_code: string | null;
  readonly tech_info: string | null;
  readonly monitor_id: number | null;
}

/** What happened last first. */
export function selectDeviceEvents(
  database: Database,
  filter: DeviceEventFilter,
): Promise<Page<DeviceEventView>> {
  const { stationId, component, variable, techCode, transactionId, trigger, from, to, ...page } =
    filter;
  return readPage<Row, DeviceEventView>(
    database,
    {
      select: `SELECT id, station_id, at, received_at, event_id, component, component_instance, evse_id,
        connector_id, variable, variable_instance, value, fired_by, notification_type, cleared,
        severity, cause, transaction_id, tech_code, tech_info, monitor_id FROM device_events`,
      where: [
        equals('station_id', stationId),
        equals('component', component),
        equals('variable', variable),
        equals('tech_code', techCode),
        equals('transaction_id', transactionId),
        equals('fired_by', trigger),
        isWithin('at', from, to),
      ],
      sortedBy: ['at', 'id'],
      direction: 'DESC',
    },
    page,
    viewOf,
  );
}

function viewOf(row: Row): DeviceEventView {
  return {
    id: row.id,
    stationId: row.station_id,
    at: timestampOf(row.at),
    receivedAt: timestampOf(row.received_at),
    ...(row.event_id === null ? {} : { eventId: row.event_id }),
    component: row.component,
    ...(row.component_instance === null ? {} : { componentInstance: row.component_instance }),
    ...(row.evse_id === null ? {} : { evseId: row.evse_id }),
    ...(row.connector_id === null ? {} : { connectorId: row.connector_id }),
    variable: row.variable,
    ...(row.variable_instance === null ? {} : { variableInstance: row.variable_instance }),
    value: row.value,
    ...(row.fired_by === null ? {} : { trigger: row.fired_by }),
    ...(row.notification_type === null ? {} : { notificationType: row.notification_type }),
    ...(row.cleared === null ? {} : { cleared: row.cleared === 1 }),
    ...(row.severity === null ? {} : { severity: row.severity }),
    ...(row.cause === null ? {} : { cause: row.cause }),
    ...(row.transaction_id === null ? {} : { transactionId: row.transaction_id }),
    ...(row.tech_code === null ? {} : { techCode: row.tech_code }),
    ...(row.tech_info === null ? {} : { techInfo: row.tech_info }),
    ...(row.monitor_id === null ? {} : { monitorId: row.monitor_id }),
  };
}
