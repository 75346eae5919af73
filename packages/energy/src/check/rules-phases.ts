import { willReplace } from '../install.ts';
import type {
  ChargingProfile,
  ChargingSchedulePeriod,
  InstalledProfile,
  Purpose,
} from '../model.ts';
import { readTimeMs } from '../time.ts';
import type { Case, EvseFacts, Rule } from './facts.ts';
import { forPeriods } from './rules-schedule.ts';

const V2 = ['2.0.1', '2.1'] as const;
const V21 = ['2.1'] as const;

/** Of these only one applies to a transaction at a time, so they cannot be in conflict with each other. */
const ONE_AT_A_TIME: readonly Purpose[] = ['PriorityCharging', 'TxProfile', 'TxDefaultProfile'];

/** What numberPhases and phaseToUse must keep. 1.6 takes a limit for however many phases are used (errata 3.34). */
export const PHASE_RULES: readonly Rule[] = [
  {
    // 2.0.1 may accept such a profile and ignore the phases; so it does (2.0.1 part 2, K01.FR.44).
    requirement: 'K01.FR.44',
    versions: V21,
    reasonCode: 'NoPhaseForDC',
    broken: ({ profile, evses, evseId }) =>
      isAboutEvses(profile, evseId) && evses.every(isDcWithoutPhases)
        ? forPeriods(profile, ({ numberPhases, phaseToUse }) =>
            numberPhases === undefined && phaseToUse === undefined
              ? undefined
              : 'A DC EVSE has no phases to choose.',
          )
        : undefined,
  },
  {
    requirement: 'K01.FR.43',
    versions: V2,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile, evses }) =>
      forPeriods(profile, ({ numberPhases }) =>
        numberPhases !== undefined && evses.some((evse) => !canKeepTo(evse, numberPhases))
          ? `More than ${numberPhases} phases would be used.`
          : undefined,
      ),
  },
  {
    requirement: 'K01.FR.19, K01.FR.48',
    versions: V2,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile, evses }) =>
      forPeriods(profile, (period) => phaseToUseProblem(period, evses)),
  },
  {
    requirement: 'K01.FR.141',
    versions: V2,
    reasonCode: 'PhaseConflict',
    broken: phaseConflict,
  },
];

/** The maximum of a station is about its grid connection, which has phases whatever the EVSEs are. */
function isAboutEvses(
  { chargingProfilePurpose: purpose }: ChargingProfile,
  evseId: number,
): boolean {
  return evseId !== 0 || ONE_AT_A_TIME.includes(purpose);
}

function isDcWithoutPhases({ current, dcInputPhaseControl }: EvseFacts): boolean {
  return current === 'DC' && !dcInputPhaseControl;
}

/** Fewer phases than asked for are fine (K01.FR.45). */
function canKeepTo({ current, phaseCounts }: EvseFacts, numberPhases: number): boolean {
  return current === 'DC' || phaseCounts.some((count) => count <= numberPhases);
}

function phaseToUseProblem(
  { phaseToUse, numberPhases }: ChargingSchedulePeriod,
  evses: readonly EvseFacts[],
): string | undefined {
  if (phaseToUse === undefined) return undefined;
  if (numberPhases !== 1) return 'phaseToUse needs numberPhases 1.';
  const isFixed = ({ current, phaseSwitching, singlePhase }: EvseFacts): boolean =>
    current === 'AC' && !phaseSwitching && singlePhase !== phaseToUse;
  return evses.some(isFixed) ? `Phase ${phaseToUse} cannot be chosen.` : undefined;
}

/** A time in which a profile asks for one phase. */
interface PhaseWindow {
  readonly phase: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Another purpose that asks for another phase at a time when both may apply (K, 3.8). */
function phaseConflict({ version, profile, evseId, station }: Case): string | undefined {
  const wanted = phaseWindows(profile);
  if (wanted.length === 0) return undefined;
  const rival = station.installed.find(
    (other) =>
      !willReplace(version, { profile, evseId }, other) &&
      mayCombine(profile, evseId, other) &&
      phaseWindows(other.profile).some((theirs) => wanted.some((ours) => clash(ours, theirs))),
  );
  return rival && `Profile ${rival.profile.id} asks for another phase.`;
}

function mayCombine(
  { chargingProfilePurpose: ours }: ChargingProfile,
  evseId: number,
  other: InstalledProfile,
): boolean {
  const theirs = other.profile.chargingProfilePurpose;
  const isSameEvse = evseId === 0 || other.evseId === 0 || evseId === other.evseId;
  const areExclusive = ONE_AT_A_TIME.includes(ours) && ONE_AT_A_TIME.includes(theirs);
  return isSameEvse && ours !== theirs && !areExclusive;
}

function clash(a: PhaseWindow, b: PhaseWindow): boolean {
  return a.phase !== b.phase && a.fromMs < b.toMs && b.fromMs < a.toMs;
}

/**
 * When a profile asks for which phase. Only the times of an Absolute schedule are certain; of all others a
 * conflict can be excluded only by their validity.
 */
function phaseWindows(profile: ChargingProfile): PhaseWindow[] {
  const validFromMs = readTimeMs(profile.validFrom) ?? Number.NEGATIVE_INFINITY;
  const validToMs = readTimeMs(profile.validTo) ?? Number.POSITIVE_INFINITY;
  return profile.chargingSchedule.flatMap((schedule) => {
    const { chargingSchedulePeriod: periods, duration = Number.POSITIVE_INFINITY } = schedule;
    const isCertain =
      profile.chargingProfileKind === 'Absolute' &&
      schedule.useLocalTime !== true &&
      (schedule.randomizedDelay ?? 0) === 0;
    const startMs = isCertain ? readTimeMs(schedule.startSchedule) : undefined;
    return periods.flatMap(({ phaseToUse: phase, startPeriod }, index) => {
      if (phase === undefined) return [];
      if (startMs === undefined) return [{ phase, fromMs: validFromMs, toMs: validToMs }];
      const endS = Math.min(periods[index + 1]?.startPeriod ?? duration, duration);
      return [
        {
          phase,
          fromMs: Math.max(validFromMs, startMs + startPeriod * 1000),
          toMs: Math.min(validToMs, startMs + endS * 1000),
        },
      ];
    });
  });
}
