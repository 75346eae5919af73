import type { Version } from '@northbound/protocol';
import {
  type CompiledPeriod,
  type CompiledProfile,
  compileProfile,
  type RandomDelays,
} from './compile.ts';
import type { ChargingSchedule, InstalledProfile, Purpose, Supply } from './model.ts';
import { writeTime } from './time.ts';

/** SmartChargingCtrlr.SetpointPriority: whose set-point wins when there are two. */
export type SetpointPriority = 'ExternalSystem' | 'CSMS';

/**
 * What decides which profiles bear on an EVSE: all that are installed, the hardware, and the transaction that runs
 * there.
 */
export interface StackInput {
  /** Of the connection to the CSMS: 1.6 has a stacking rule of its own. */
  readonly version: Version;
  /** 0: the grid connection, that is the total of the station. */
  readonly evseId: number;
  readonly installed: readonly InstalledProfile[];
  readonly supply: Supply;
  /** The running one. Absent: as if one ran with the default profiles (K08.FR.06). */
  readonly transaction?: {
    readonly id: string;
    /** Whether priority charging was activated for it (K21, K22). */
    readonly priorityCharging?: boolean;
    /** By profile id, see `drawRandomDelays`. */
    readonly randomDelays?: ReadonlyMap<number, RandomDelays>;
  };
  /**
   * ISO 15118: which of up to three schedules, from 0. They combine first with first, second with second (K15.FR.22).
   */
  readonly scheduleIndex?: number;
  readonly setpointPriority?: SetpointPriority;
  /** What the vehicle said it will draw (NotifyEVChargingSchedule); lowers what is expected, not what is allowed. */
  readonly evSchedule?: { readonly timeBaseMs: number; readonly schedule: ChargingSchedule };
}

/** The profiles that bear on one EVSE, or on the station, sorted for evaluation. Made anew when one of them changes. */
export interface ProfileStack {
  readonly evseId: number;
  readonly supply: Supply;
  readonly setpointPriority: SetpointPriority;
  /** 1.6: a valid level without a duration never gives way to a lower one. */
  readonly endlessLevelsLead: boolean;
  /** The first of these stacks with a period speaks for the transaction: priority, transaction, default. */
  readonly transaction: readonly (readonly CompiledProfile[])[];
  /** Each of these stacks limits: the station's maximum, each system's constraints on the station, then on the EVSE. */
  readonly constraints: readonly (readonly CompiledProfile[])[];
  /** Capacity on top of the limits. */
  readonly generation: readonly CompiledProfile[];
  /** What the vehicle said it will draw. */
  readonly expectation: readonly CompiledProfile[];
  readonly hardware: CompiledPeriod;
}

/** Picks and sorts what applies to one EVSE (2.1 part 2, K, 3.5 and 3.6; 1.6, 3.13). */
export function compileStack(input: StackInput): ProfileStack {
  const { evseId, transaction } = input;
  const stackOf = (purpose: Purpose, onEvse: (id: number) => boolean, source?: string) =>
    input.installed
      .filter(
        (installed) =>
          installed.profile.chargingProfilePurpose === purpose &&
          onEvse(installed.evseId) &&
          (source === undefined || installed.source === source) &&
          isForTransaction(installed, transaction?.id),
      )
      .map((installed) =>
        compileProfile(installed, {
          delays: transaction?.randomDelays?.get(installed.profile.id),
          scheduleIndex: input.scheduleIndex,
        }),
      )
      .sort(byPrecedence);

  const onStation = (id: number): boolean => id === 0;
  const onThis = (id: number): boolean => id === evseId;
  const onEither = (id: number): boolean => id === 0 || id === evseId;
  const isStation = evseId === 0;
  // Systems beside the CSMS do not know of each other: no limit of one takes the place of another's (K11.FR.01).
  const sources = [...new Set(input.installed.map(({ source }) => source))];
  const outside = (onEvse: (id: number) => boolean) =>
    sources.map((source) => stackOf('ChargingStationExternalConstraints', onEvse, source));
  const stacks = {
    transaction: isStation
      ? []
      : [
          transaction?.priorityCharging ? stackOf('PriorityCharging', onEither) : [],
          transaction === undefined ? [] : stackOf('TxProfile', onThis),
          stackOf('TxDefaultProfile', onEither),
        ],
    constraints: [
      stackOf('ChargingStationMaxProfile', onStation),
      ...outside(onStation),
      ...(isStation ? [] : outside(onThis)),
    ],
  };
  return {
    evseId,
    supply: input.supply,
    setpointPriority: input.setpointPriority ?? 'ExternalSystem',
    endlessLevelsLead: input.version === '1.6',
    transaction: stacks.transaction.filter(isNotEmpty),
    constraints: stacks.constraints.filter(isNotEmpty),
    generation: stackOf('LocalGeneration', onEither),
    expectation:
      input.evSchedule === undefined ? [] : [compileEvSchedule(evseId, input.evSchedule)],
    hardware: hardwarePeriod(input.supply),
  };
}

function isNotEmpty(stack: readonly CompiledProfile[]): boolean {
  return stack.length > 0;
}

/** A TxProfile is for one transaction; in 1.6, and in a remote start, it need not say for which. */
function isForTransaction({ profile }: InstalledProfile, id: string | undefined): boolean {
  return (
    profile.chargingProfilePurpose !== 'TxProfile' ||
    profile.transactionId === undefined ||
    profile.transactionId === id
  );
}

/**
 * Higher levels first. On one level that of the EVSE goes before that of all (1.6: it replaces it there).
 * The standard excludes two of one level on one EVSE; should there be two, the order is still fixed.
 */
function byPrecedence(a: CompiledProfile, b: CompiledProfile): number {
  return b.stackLevel - a.stackLevel || b.evseId - a.evseId || b.id - a.id;
}

function compileEvSchedule(
  evseId: number,
  { timeBaseMs, schedule }: NonNullable<StackInput['evSchedule']>,
): CompiledProfile {
  return compileProfile({
    evseId,
    source: 'EV',
    profile: {
      id: schedule.id,
      stackLevel: 0,
      chargingProfilePurpose: 'TxProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: [{ ...schedule, startSchedule: writeTime(timeBaseMs) }],
    },
  });
}

function hardwarePeriod({ maxRate, maxRateUnit, phases }: Supply): CompiledPeriod {
  return {
    period: { startPeriod: 0, limit: maxRate },
    startMs: 0,
    unit: maxRateUnit,
    phases,
    byPhase: false,
    limitAtSoC: undefined,
    ofGrid: false,
    minRate: 0,
    origin: undefined,
  };
}
