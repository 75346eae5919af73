import type { Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const provisioningMigrations: readonly Migration[] = [
  {
    name: 'provisioning/001',
    sql: [
      // The device model as the station last reported it. No EVSE or connector is 0, no instance is ''.
      `CREATE TABLE device_variables (
        station_id TEXT NOT NULL,
        component TEXT NOT NULL,
        component_instance TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        connector_id INTEGER NOT NULL,
        variable TEXT NOT NULL,
        variable_instance TEXT NOT NULL,
        attribute_type TEXT NOT NULL,
        value TEXT,
        mutability TEXT NOT NULL,
        characteristics TEXT,
        reported_at BIGINT NOT NULL,
        PRIMARY KEY (station_id, component, component_instance, evse_id, connector_id,
          variable, variable_instance, attribute_type)
      )`,
    ],
  },
];

export interface ReportedVariable {
  readonly component: string;
  readonly componentInstance: string;
  readonly evseId: number;
  readonly connectorId: number;
  readonly variable: string;
  readonly variableInstance: string;
  readonly attributeType: string;
  readonly value: string | undefined;
  readonly mutability: string;
  readonly characteristics: object | undefined;
}

export function saveReportedVariable(
  stationId: string,
  variable: ReportedVariable,
  reportedAtMs: number,
): Statement {
  return {
    sql: `INSERT INTO device_variables (station_id, component, component_instance, evse_id, connector_id,
        variable, variable_instance, attribute_type, value, mutability, characteristics, reported_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, component, component_instance, evse_id, connector_id,
        variable, variable_instance, attribute_type)
      DO UPDATE SET value = excluded.value, mutability = excluded.mutability,
        characteristics = coalesce(excluded.characteristics, device_variables.characteristics),
        reported_at = excluded.reported_at`,
    params: [
      stationId,
      variable.component,
      variable.componentInstance,
      variable.evseId,
      variable.connectorId,
      variable.variable,
      variable.variableInstance,
      variable.attributeType,
      variable.value ?? null,
      variable.mutability,
      variable.characteristics === undefined ? null : JSON.stringify(variable.characteristics),
      reportedAtMs,
    ],
  };
}
