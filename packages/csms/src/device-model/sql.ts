import type { Ocpp21 } from '@northbound/protocol';
import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { VariableAddress } from './address.ts';
import type { DesiredStatus } from './outcomes.ts';
import {
  type Characteristics,
  type DesiredValue,
  hasDrifted,
  type TwinVariable,
} from './variable.ts';

export const deviceModelMigrations: readonly Migration[] = [
  {
    name: 'device-model/001',
    sql: [
      // A row for each attribute that a station reported or that somebody wants. Names without case are in `key`.
      `CREATE TABLE twin_variables (
        station_id TEXT NOT NULL,
        key TEXT NOT NULL,
        component TEXT NOT NULL,
        component_instance TEXT,
        evse_id INTEGER,
        connector_id INTEGER,
        variable TEXT NOT NULL,
        variable_instance TEXT,
        attribute_type TEXT NOT NULL,
        configuration_key TEXT,
        value TEXT,
        mutability TEXT,
        persistent INTEGER,
        constant INTEGER,
        characteristics TEXT,
        reported_at BIGINT,
        report_id INTEGER,
        gone_at BIGINT,
        desired_value TEXT,
        desired_template INTEGER,
        desired_by TEXT,
        desired_at BIGINT,
        desired_status TEXT,
        desired_reason TEXT,
        attempted_at BIGINT,
        drift INTEGER NOT NULL,
        PRIMARY KEY (station_id, key)
      )`,
      'CREATE INDEX twin_drift ON twin_variables (station_id, key) WHERE drift = 1',
      `CREATE INDEX twin_waiting ON twin_variables (station_id, key)
        WHERE desired_status = 'Waiting'`,
      'CREATE INDEX twin_desired ON twin_variables (station_id, key) WHERE desired_value IS NOT NULL',
      'CREATE INDEX twin_component ON twin_variables (station_id, component, key)',
      `CREATE TABLE variable_history (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        key TEXT NOT NULL,
        at BIGINT NOT NULL,
        kind TEXT NOT NULL,
        value TEXT,
        detail TEXT
      )`,
      'CREATE INDEX variable_history_variable ON variable_history (station_id, key, id)',
      // What the twin took over; it was filled by reports only, and without their ends.
      `INSERT INTO twin_variables (station_id, key, component, component_instance, evse_id,
        connector_id, variable, variable_instance, attribute_type, value, mutability,
        characteristics, reported_at, drift)
      SELECT station_id, '["' || lower(component) || '","' || lower(component_instance) || '",' ||
        evse_id || ',' || connector_id || ',"' || lower(variable) || '","' ||
        lower(variable_instance) || '","' || attribute_type || '"]',
        component, nullif(component_instance, ''), nullif(evse_id, 0), nullif(connector_id, 0),
        variable, nullif(variable_instance, ''), attribute_type, value, mutability,
        characteristics, reported_at, 0 FROM device_variables`,
      'DROP TABLE device_variables',
    ],
  },
  {
    name: 'device-model/002',
    sql: [
      `CREATE INDEX twin_rebooting ON twin_variables (station_id, key)
        WHERE desired_status = 'RebootRequired'`,
    ],
  },
  {
    name: 'device-model/003',
    sql: [
      // What stations had told of their secrets before that was kept out.
      `UPDATE twin_variables SET value = NULL
        WHERE lower(component) || '.' || lower(variable) IN ('securityctrlr.basicauthpassword',
          'networkconfiguration.basicauthpassword', 'networkconfiguration.apnpassword',
          'networkconfiguration.simpin', 'networkconfiguration.vpnkey',
          'networkconfiguration.vpnpassword', 'webpaymentsctrlr.sharedsecret',
          '.authorizationkey')`,
      `UPDATE variable_history SET value = NULL
        WHERE (key LIKE '["securityctrlr",%' AND key LIKE '%,"basicauthpassword",%')
          OR (key LIKE '["networkconfiguration",%' AND (key LIKE '%,"basicauthpassword",%'
            OR key LIKE '%,"apnpassword",%' OR key LIKE '%,"simpin",%'
            OR key LIKE '%,"vpnkey",%' OR key LIKE '%,"vpnpassword",%'))
          OR (key LIKE '["webpaymentsctrlr",%' AND key LIKE '%,"sharedsecret",%')
          OR (key LIKE '["",%' AND key LIKE '%,"authorizationkey",%')`,
    ],
  },
];

const COLUMNS = [
  'station_id',
  'key',
  'component',
  'component_instance',
  'evse_id',
  'connector_id',
  'variable',
  'variable_instance',
  'attribute_type',
  'configuration_key',
  'value',
  'mutability',
  'persistent',
  'constant',
  'characteristics',
  'reported_at',
  'report_id',
  'gone_at',
  'desired_value',
  'desired_template',
  'desired_by',
  'desired_at',
  'desired_status',
  'desired_reason',
  'attempted_at',
  'drift',
] as const;

export const SELECT_VARIABLES = `SELECT ${COLUMNS.join(', ')} FROM twin_variables`;

const UPSERT = `INSERT INTO twin_variables (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (station_id, key) DO UPDATE SET ${COLUMNS.slice(2)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`;

/** A row of `twin_variables`. */
export interface VariableRow {
  readonly station_id: string;
  readonly key: string;
  readonly component: string;
  readonly component_instance: string | null;
  readonly evse_id: number | null;
  readonly connector_id: number | null;
  readonly variable: string;
  readonly variable_instance: string | null;
  readonly attribute_type: Ocpp21.AttributeEnumType;
  readonly configuration_key: string | null;
  readonly value: string | null;
  readonly mutability: Ocpp21.MutabilityEnumType | null;
  readonly persistent: number | null;
  readonly constant: number | null;
  readonly characteristics: string | null;
  readonly reported_at: number | null;
  readonly report_id: number | null;
  readonly gone_at: number | null;
  readonly desired_value: string | null;
  readonly desired_template: number | null;
  readonly desired_by: string | null;
  readonly desired_at: number | null;
  readonly desired_status: DesiredStatus | null;
  readonly desired_reason: string | null;
  readonly attempted_at: number | null;
}

export function saveVariable(stationId: string, variable: TwinVariable): Statement {
  const { address, desired } = variable;
  return {
    sql: UPSERT,
    params: [
      stationId,
      variable.key,
      address.component,
      address.componentInstance ?? null,
      address.evseId ?? null,
      address.connectorId ?? null,
      address.variable,
      address.variableInstance ?? null,
      address.attributeType,
      variable.configurationKey ?? null,
      variable.value ?? null,
      variable.mutability ?? null,
      flagValue(variable.persistent),
      flagValue(variable.constant),
      variable.characteristics === undefined ? null : JSON.stringify(variable.characteristics),
      variable.reportedAtMs ?? null,
      variable.reportId ?? null,
      variable.goneAtMs ?? null,
      desired?.value ?? null,
      desired?.templateId ?? null,
      desired?.by ?? null,
      desired?.setAtMs ?? null,
      desired?.status ?? null,
      desired?.reason ?? null,
      desired?.attemptedAtMs ?? null,
      hasDrifted(variable) ? 1 : 0,
    ],
  };
}

/** A newer value of a variable that is reported and that nobody wants anything of. */
export function saveTold(stationId: string, key: string, value: string, atMs: number): Statement {
  return {
    sql: `UPDATE twin_variables SET value = ?, reported_at = ?
      WHERE station_id = ? AND key = ? AND desired_value IS NULL AND mutability <> 'WriteOnly'
        AND reported_at < ?`,
    params: [value, atMs, stationId, key, atMs],
  };
}

export function removeVariable(stationId: string, key: string): Statement {
  return {
    sql: 'DELETE FROM twin_variables WHERE station_id = ? AND key = ?',
    params: [stationId, key],
  };
}

/** The twin of a station that is removed; its history stays in the books. */
export function removeTwin(stationId: string): Statement {
  return { sql: 'DELETE FROM twin_variables WHERE station_id = ?', params: [stationId] };
}

export function variableOf(row: VariableRow): TwinVariable {
  const desired = desiredOf(row);
  return {
    key: row.key,
    address: addressOfRow(row),
    value: row.value ?? undefined,
    ...(row.mutability === null ? {} : { mutability: row.mutability }),
    ...(row.persistent === null ? {} : { persistent: row.persistent === 1 }),
    ...(row.constant === null ? {} : { constant: row.constant === 1 }),
    ...(row.characteristics === null
      ? {}
      : { characteristics: characteristicsOf(row.characteristics) }),
    ...(row.configuration_key === null ? {} : { configurationKey: row.configuration_key }),
    ...(row.reported_at === null ? {} : { reportedAtMs: row.reported_at }),
    ...(row.report_id === null ? {} : { reportId: row.report_id }),
    ...(row.gone_at === null ? {} : { goneAtMs: row.gone_at }),
    ...(desired === undefined ? {} : { desired }),
  };
}

function addressOfRow(row: VariableRow): VariableAddress {
  return {
    component: row.component,
    ...(row.component_instance === null ? {} : { componentInstance: row.component_instance }),
    ...(row.evse_id === null ? {} : { evseId: row.evse_id }),
    ...(row.connector_id === null ? {} : { connectorId: row.connector_id }),
    variable: row.variable,
    ...(row.variable_instance === null ? {} : { variableInstance: row.variable_instance }),
    attributeType: row.attribute_type,
  };
}

function desiredOf(row: VariableRow): DesiredValue | undefined {
  const { desired_value: value, desired_at: setAtMs, desired_status: status } = row;
  if (value === null || setAtMs === null || status === null) return undefined;
  return {
    value,
    setAtMs,
    status,
    by: row.desired_by ?? '',
    ...(row.desired_template === null ? {} : { templateId: row.desired_template }),
    ...(row.desired_reason === null ? {} : { reason: row.desired_reason }),
    ...(row.attempted_at === null ? {} : { attemptedAtMs: row.attempted_at }),
  };
}

function characteristicsOf(text: string): Characteristics {
  return JSON.parse(text);
}

function flagValue(flag: boolean | undefined): SqlValue {
  return flag === undefined ? null : flag ? 1 : 0;
}

export async function selectTwin(database: Database, stationId: string): Promise<TwinVariable[]> {
  const rows = await database.read<VariableRow>({
    sql: `${SELECT_VARIABLES} WHERE station_id = ?`,
    params: [stationId],
  });
  return rows.map(variableOf);
}

/** Whether a template wants, or has wanted, something of any station. */
export async function isAnythingTemplated(database: Database): Promise<boolean> {
  const { length } = await database.read({
    sql: `SELECT 1 FROM twin_variables
      WHERE desired_value IS NOT NULL AND desired_template IS NOT NULL LIMIT 1`,
    params: [],
  });
  return length > 0;
}

/** Stations with values that wait to be sent, or for a reboot. */
export async function selectUnsettled(database: Database): Promise<Set<string>> {
  const stations = new Set<string>();
  for (const status of ['Waiting', 'RebootRequired']) {
    const rows = await database.read<{ readonly station_id: string }>({
      // Not a parameter: each has an index of its own rows.
      sql: `SELECT DISTINCT station_id FROM twin_variables WHERE desired_status = '${status}'`,
      params: [],
    });
    for (const row of rows) stations.add(row.station_id);
  }
  return stations;
}
