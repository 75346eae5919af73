export { apiMigrations } from './api/migrations.ts';
export { backUpCsms, restoreCsms } from './backups.ts';
export type { Bus, EventFilter } from './bus/bus.ts';
export { createBus } from './bus/in-process.ts';
export type { CampaignTargetView, CampaignView } from './campaigns/views.ts';
export type { CertificateAuthority, Signed, SigningRequest } from './certificates/authority.ts';
export { CommandError, type CommandErrorCode } from './command-error.ts';
export type { CsmsConfig } from './config.ts';
export {
  type Csms,
  type CsmsPorts,
  type CsmsSettings,
  createCsms,
  DEFAULT_SETTINGS,
} from './csms.ts';
export type {
  VendorAnswer,
  VendorHandler,
  VendorHandlers,
  VendorMessage,
  VendorMessages,
} from './data-transfer/vendor-messages.ts';
export type { Passwords } from './gateway/passwords.ts';
export type {
  CallError,
  CommandAnswer,
  CommandName,
  CommandRequest,
  CommandResult,
  CommandState,
  Sending,
  SendOptions,
} from './remote-control/sending.ts';
export type { CommandView } from './remote-control/views.ts';
export { type RunningCsms, startCsms } from './server.ts';
export type { Database, SqlValue, Statement } from './store/database.ts';
export { BackupError, DatabaseError, type DatabaseErrorKind } from './store/errors.ts';
export { openSqlite, type SqliteOptions } from './store/sqlite/index.ts';
export type * from './views.ts';
export type { WebhookView } from './webhooks/views.ts';
