import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { FaultReport } from '../faults/fault.ts';
import type { Resumption } from '../transactions/resumption.ts';
import { Reset, type ResetKind } from './reset.ts';

/** What resets do to the rest of the station. */
export interface ResetsEffects {
  readonly resumption: Resumption;
  reboot(reason: Ocpp21.BootReasonEnumType): void;
  /** Whether firmware is being installed: half of it would be worth nothing. */
  installs(): boolean;
  fault(evseId: number, fault: FaultReport): void;
}

const FAILURE = 'ResetFailure';

const KIND_OF = {
  Immediate: 'soft',
  OnIdle: 'onIdle',
  ImmediateAndResume: 'resumable',
} as const satisfies Record<Ocpp21.ResetEnumType, ResetKind>;

/** The resets of the station and of each EVSE. */
export class Resets {
  readonly #core: Core;
  readonly #resumption: Resumption;
  readonly #installs: () => boolean;
  readonly #station: Reset;
  readonly #evses: readonly Reset[];

  constructor(core: Core, { resumption, reboot, installs, fault }: ResetsEffects) {
    this.#core = core;
    this.#installs = installs;
    this.#resumption = resumption;
    this.#station = new Reset(core, 0, {
      restart: (kind) => reboot(kind === 'onIdle' ? 'ScheduledReset' : 'RemoteReset'),
      // It goes on as it is: what it can do it still can.
      failed: () => {
        resumption.unplan();
        fault(0, { code: FAILURE, severity: 4, component: STATION_PROBLEM });
        for (const evse of core.evses) evse.letBegin();
      },
    });
    this.#evses = core.evses.map((evse) => {
      const resume = () => evse.resumeAfterReset((running) => resumption.waitMs(running));
      return new Reset(core, evse.id, {
        restart: resume,
        failed: () => {
          fault(evse.id, { code: FAILURE, severity: 3 });
          // What was interrupted goes on when that is over.
          resume();
        },
      });
    });
  }

  /** Whether no transaction may begin. @param evseId absent for the station as a whole */
  prevents(evseId?: number): boolean {
    return this.#station.scheduled || this.#evses[(evseId ?? 0) - 1]?.scheduled === true;
  }

  transactionEnded(): void {
    this.#station.transactionEnded();
    for (const reset of this.#evses) reset.transactionEnded();
  }

  /** Reset of 1.6, which knows only the station. */
  station(kind: 'soft' | 'hard'): 'Accepted' | 'Rejected' {
    if (this.#installs()) return 'Rejected';
    this.#station.request(kind);
    return 'Accepted';
  }

  /** Reset of 2.x. */
  request({ type, evseId }: Ocpp21.ResetRequest): Ocpp21.ResetResponse {
    const reset = evseId === undefined ? this.#station : this.#evses[evseId - 1];
    if (reset === undefined) return rejected('UnknownEvse');
    // B11.FR.06
    if (this.#installs()) return rejected('FwUpdateInProgress');
    // B11.FR.09
    if (evseId !== undefined && this.#core.hardware.reset === undefined) {
      return rejected('UnsupportedParam');
    }
    if (type === 'ImmediateAndResume') {
      if (!this.#resumption.possible) return rejected('NotEnabled');
      if (evseId === undefined) this.#resumption.plan();
    }
    return { status: reset.request(KIND_OF[type]) };
  }
}

const STATION_PROBLEM = { name: 'ChargingStation', variable: 'Problem' } as const;

function rejected(reasonCode: string): Ocpp21.ResetResponse {
  return { status: 'Rejected', statusInfo: { reasonCode } };
}
