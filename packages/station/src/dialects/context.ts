import type { Commands } from '../commands.ts';
import type { Core } from '../core.ts';
import type { Maintenance } from '../maintenance.ts';
import type { Supervision } from '../monitoring/supervision.ts';
import type { RegistrationState } from '../provisioning/registration-table.ts';
import type { Memory16 } from './ocpp16/memory.ts';

/** What handlers, gate and observer of a station's link get: one station, from boot to power-down. */
export interface StationContext {
  readonly core: Core;
  readonly commands: Commands;
  readonly maintenance: Maintenance;
  readonly registration: RegistrationState;
  readonly memory16: Memory16;
  readonly supervision: Supervision;
  /** Numbers the events of NotifyEvent since the boot. */
  readonly nextEventId: () => number;
  /** A number for a remote start of 1.6, which has none. */
  readonly nextRemoteStartId: () => number;
}
