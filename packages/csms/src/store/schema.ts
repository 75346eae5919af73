import { alertMigrations } from '../alerts/sql.ts';
import { authorizationMigrations } from '../authorization/sql.ts';
import { availabilityControlMigrations } from '../availability/control-sql.ts';
import { availabilityMigrations } from '../availability/sql.ts';
import { campaignMigrations } from '../campaigns/sql.ts';
import { cdrMigrations } from '../cdr/sql.ts';
import { deviceModelMigrations } from '../device-model/sql.ts';
import { templateMigrations } from '../device-model/template-sql.ts';
import { deviceEventMigrations } from '../diagnostics/event-sql.ts';
import { stationLogMigrations } from '../diagnostics/log-sql.ts';
import { diagnosticsMigrations } from '../diagnostics/sql.ts';
import { fileMigrations } from '../files/sql.ts';
import { firmwareMigrations } from '../firmware/sql.ts';
import { gatewayMigrations } from '../gateway/sql.ts';
import { jobMigrations } from '../jobs/sql.ts';
import { forgottenMigrations } from '../local-list/forgotten.ts';
import { localListMigrations } from '../local-list/sql.ts';
import { meteringMigrations } from '../metering/sql.ts';
import { monitoringMigrations } from '../monitoring/sql.ts';
import { streamMigrations } from '../monitoring/stream-sql.ts';
import { noticeMigrations } from '../notices/sql.ts';
import { registrationMigrations } from '../provisioning/registration-sql.ts';
import { modelReportMigrations } from '../provisioning/report-sql.ts';
import { provisioningMigrations } from '../provisioning/sql.ts';
import { remoteControlMigrations } from '../remote-control/sql.ts';
import { reportMigrations } from '../reports/sql.ts';
import { reservationMigrations } from '../reservation/sql.ts';
import { securityMigrations } from '../security/sql.ts';
import { smartChargingMigrations } from '../smart-charging/sql.ts';
import { groupMigrations } from '../stations/group-sql.ts';
import { stationMigrations } from '../stations/sql.ts';
import { transactionListMigrations } from '../transactions/lists.ts';
import { transactionMigrations } from '../transactions/migrations.ts';
import { violationMigrations } from '../violations/sql.ts';
import { webhookMigrations } from '../webhooks/sql.ts';
import { storeMigrations } from './marks-sql.ts';
import type { Migration } from './migrations.ts';

/** The tables of all functional blocks. */
export const csmsMigrations: readonly Migration[] = [
  ...storeMigrations,
  ...stationMigrations,
  ...groupMigrations,
  ...provisioningMigrations,
  ...modelReportMigrations,
  ...registrationMigrations,
  ...deviceModelMigrations,
  ...templateMigrations,
  ...availabilityMigrations,
  ...availabilityControlMigrations,
  ...authorizationMigrations,
  ...transactionMigrations,
  ...transactionListMigrations,
  ...cdrMigrations,
  ...meteringMigrations,
  ...remoteControlMigrations,
  ...jobMigrations,
  ...campaignMigrations,
  ...securityMigrations,
  ...noticeMigrations,
  ...reportMigrations,
  ...reservationMigrations,
  ...fileMigrations,
  ...violationMigrations,
  ...firmwareMigrations,
  ...stationLogMigrations,
  ...localListMigrations,
  ...forgottenMigrations,
  ...smartChargingMigrations,
  ...diagnosticsMigrations,
  ...deviceEventMigrations,
  ...monitoringMigrations,
  ...streamMigrations,
  ...alertMigrations,
  ...webhookMigrations,
  ...gatewayMigrations,
];
