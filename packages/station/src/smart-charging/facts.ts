import type { EvseFacts, InstalledProfile, RateUnit, StationFacts } from '@northbound/energy';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { MAX_PROFILES } from './rows.ts';

/** What the rules about profiles have to know of this station. */
export function stationFacts(core: Core, installed: readonly InstalledProfile[]): StationFacts {
  const { evses, variables } = core;
  return {
    enabled: variables.boolean(VARIABLE.smartChargingEnabled),
    evses: evses.map(evseFacts),
    installed,
    rateUnits: rateUnits(core),
    maxStackLevel: variables.integer(VARIABLE.profileStackLevel),
    maxPeriods: variables.integer(VARIABLE.periodsPerSchedule),
    maxProfiles: MAX_PROFILES,
    additionalPurposes: ['PriorityCharging', 'LocalGeneration'],
    features: {
      dynamicProfiles: true,
      useLocalTime: true,
      randomizedDelay: true,
      limitAtSoC: true,
      evseSleep: false,
    },
    maxExternalConstraintsId: variables.integer(VARIABLE.maxExternalConstraintsId),
  };
}

export function rateUnits({ variables }: Core): RateUnit[] {
  const units = variables.list(VARIABLE.rateUnit);
  return (['A', 'W'] as const).filter((unit) => units.includes(unit));
}

/** Contactors switch all phases at once. */
function evseFacts({ id, config, transaction }: Evse): EvseFacts {
  const transactionId = transaction.running?.transactionId;
  return {
    evseId: id,
    current: config.dc === undefined ? 'AC' : 'DC',
    phaseCounts: [config.phases],
    phaseSwitching: false,
    dcInputPhaseControl: false,
    operationModes: ['ChargingOnly', 'ExternalLimits'],
    hasLoadBalancingVariables: false,
    ...(transactionId !== undefined && { transactionId }),
  };
}
