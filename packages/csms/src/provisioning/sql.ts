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
