import {
  type ChargingPoint,
  type CompositeSchedule,
  type Conditions,
  compileStack,
  compositeSchedule,
  distribute,
  type Load,
  type LocalTime,
  limitNow,
  limitsBetween,
  lowestPhaseLimit,
  type ProfileStack,
  type SetpointPriority,
  type Supply,
} from '@northbound/energy';
import type { Ocpp21, Version } from '@northbound/protocol';
import type { EvseConfig } from '../config.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { MIN_OFFER_A } from '../evse/pilot.ts';
import { SparseMap } from '../sparse-map.ts';
import { rateUnits } from './facts.ts';
import { fillingOf, limitIn } from './filled.ts';
import { localTime } from './local-time.ts';
import type { ProfileList } from './profile-list.ts';
import { ScheduleTime } from './schedule-time.ts';
import type { Sessions } from './sessions.ts';

/** The standard's integers have 32 bits (2.1 part 2, primitive datatypes); its schemas do not say so. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/** How often a limit that depends on the state of charge is looked at. */
const SOC_PERIOD_MS = 30_000;

/** What recurs does so within a week at the latest (2.1 part 2, RecurrencyKindEnumType). */
const WEEK_MS = 604_800_000;

/** What each EVSE with a session may offer, and until when nothing of it changes. */
export interface Allocation {
  /** A per phase, by evseId. */
  readonly limitsA: ReadonlyMap<number, number>;
  /** Epoch milliseconds. */
  readonly untilMs: number;
}

const NOTHING: Allocation = { limitsA: new Map(), untilMs: Number.POSITIVE_INFINITY };

/** The limits of a station by its profiles; stacks are compiled once for each change of what they are made of. */
export class Limits {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #sessions: Sessions;
  readonly time: ScheduleTime;
  readonly #stacks = new SparseMap<
    number,
    { readonly key: string; readonly stack: ProfileStack }
  >();
  #localTime: { readonly key: string; readonly time: LocalTime } | undefined;
  version: Version;
  /** Since when there is no CSMS, epoch milliseconds; absent while there is one. */
  offlineSinceMs: number | undefined;

  constructor(core: Core, profiles: ProfileList, sessions: Sessions) {
    this.#core = core;
    this.#profiles = profiles;
    this.#sessions = sessions;
    this.time = new ScheduleTime(core, profiles);
    this.version = core.config.versions[0] ?? '2.1';
  }

  /**
   * Shares what the station may draw between the EVSEs where somebody charges, or would (2.1 part 2,
   * K04): higher priority first, nobody less than a vehicle can use.
   */
  allocate(): Allocation {
    const { clock, evses } = this.#core;
    if (this.inForce.length === 0) return NOTHING;
    const active = evses.filter(({ takesShare }) => takesShare);
    if (active.length === 0) return NOTHING;
    const atMs = clock.epochMs();
    const station = this.#station();
    const total = limitNow(station.stack, atMs, station.conditions, 'A');
    let { untilMs } = total;
    const loads = active.map((evse): Load => {
      const point = this.#point(evse);
      const { dc } = evse.config;
      const found = limitNow(point.stack, atMs, point.conditions, dc === undefined ? 'A' : 'W');
      untilMs = Math.min(untilMs, found.untilMs);
      // What DC EVSEs deliver comes out of the same supply.
      const perAmpere = dc === undefined ? 1 : evse.config.phases * evse.config.voltageV;
      return {
        evseId: evse.id,
        rate: lowestPhaseLimit(found.limit) / perAmpere,
        minRate:
          dc === undefined ? Math.max(found.minRate, MIN_OFFER_A) : found.minRate / perAmpere,
        priority: this.#sessions.priority(evse),
      };
    });
    if (this.#dependsOnSoc()) untilMs = Math.min(untilMs, atMs + SOC_PERIOD_MS);
    // What the grid bears at another hour it may not bear now.
    const totals = this.time.isEstimated
      ? limitsBetween(station, atMs, atMs + WEEK_MS, 'A')
      : [total];
    const totalA = Math.min(...totals.map(({ limit }) => lowestPhaseLimit(limit)));
    return { limitsA: distribute(totalA, loads), untilMs };
  }

  /** What the period in force asks of an EVSE; by 2.1 part 2, K, 3.4, ChargingOnly where it does not say. */
  operationMode(evse: Evse): Ocpp21.OperationModeEnumType {
    if (this.inForce.length === 0) return 'ChargingOnly';
    const { stack, conditions } = this.#point(evse);
    const { limit } = limitNow(stack, this.#core.clock.epochMs(), conditions, 'A');
    return limit.operationMode ?? 'ChargingOnly';
  }

  /** Without smart charging what comes from outside still counts (2.1 part 2, K11.FR.01, K12.FR.01). */
  get inForce(): ProfileList['all'] {
    const { all } = this.#profiles;
    const inForce = this.#isEnabled
      ? all
      : all.filter((each) => each.source !== 'CSO' || fillingOf(each) !== undefined);
    // K11.FR.07: else a limit counts only where it was asked for.
    if (this.#core.variables.boolean(VARIABLE.externalConstraintsDisallowed)) return inForce;
    const filled = inForce.map(limitIn).filter((limit) => limit !== undefined);
    return filled.length === 0 ? inForce : [...inForce, ...filled];
  }

  get #isEnabled(): boolean {
    return this.#core.variables.boolean(VARIABLE.smartChargingEnabled);
  }

  /**
   * What a composite schedule tells (K08).
   * @returns the reason for a rejection as a text
   */
  composite(
    evseId: number,
    durationS: number,
    unit?: Ocpp21.ChargingRateUnitEnumType,
  ): CompositeSchedule | 'InvalidValue' | 'UnsupportedRateUnit' | 'UnknownEvse' {
    // A schedule has at least one period: of no time there is none.
    if (durationS <= 0 || durationS > LARGEST_INTEGER) return 'InvalidValue';
    const units = rateUnits(this.#core);
    const asked = unit ?? units[0];
    if (asked === undefined || !units.includes(asked)) return 'UnsupportedRateUnit';
    const atMs = this.#core.clock.epochMs();
    const site = {
      station: this.#station(),
      evses: this.#core.evses.map((evse) => this.#point(evse)),
    };
    return compositeSchedule(site, { evseId, atMs, durationS, unit: asked }) ?? 'UnknownEvse';
  }

  #station(): ChargingPoint {
    const { evses } = this.#core;
    const stack = this.#compiled(0, this.#key, () => ({
      supply: {
        current: 'AC',
        lineVoltageV: evses[0]?.config.voltageV ?? 230,
        phases: evses.some(({ config }) => config.phases === 3) ? 3 : 1,
        maxRate: evses.reduce((sum, { config }) => sum + config.maxCurrentA, 0),
        maxRateUnit: 'A',
      },
    }));
    return { stack, conditions: this.#conditions() };
  }

  #point(evse: Evse): ChargingPoint {
    const { config, id } = evse;
    const transactionId = this.#transactionId(evse);
    const priorityCharging = this.#sessions.isPrioritised(evse);
    const key = `${this.#key} ${transactionId} ${priorityCharging}`;
    const stack = this.#compiled(id, key, () => ({
      supply: supplyOf(config),
      ...(transactionId !== undefined && {
        transaction: {
          id: transactionId,
          priorityCharging,
          randomDelays: this.#sessions.randomDelays(evse, this.inForce),
        },
      }),
    }));
    const relativeStartMs = this.#sessions.relativeStartMs(evse);
    const { socPercent } = this.#core.hardware.readMeter(id);
    return {
      stack,
      conditions: {
        ...this.#conditions(),
        ...(relativeStartMs !== undefined && { relativeStartMs }),
        ...(socPercent !== undefined && { socPercent }),
      },
    };
  }

  /** A profile that came with a remote start counts from the authorization on, when no transaction has an id yet. */
  #transactionId({ id, transaction, conditions }: Evse): string | undefined {
    if (transaction.running !== undefined) return transaction.running.transactionId;
    const awaitsTransaction = this.inForce.some(
      ({ evseId, fromRequestStart, profile }) =>
        fromRequestStart && evseId === id && profile.transactionId === undefined,
    );
    return awaitsTransaction && conditions.authorized ? '' : undefined;
  }

  get #setpointPriority(): SetpointPriority {
    const isCsms = this.#core.variables.text(VARIABLE.setpointPriority) === 'CSMS';
    return isCsms ? 'CSMS' : 'ExternalSystem';
  }

  /** Of what all stacks are made. */
  get #key(): string {
    const { edition } = this.#profiles;
    return `${this.version} ${edition} ${this.#isEnabled} ${this.#setpointPriority} ${this.time.aheadMs}`;
  }

  #compiled(
    evseId: number,
    key: string,
    input: () => {
      supply: Supply;
      transaction?: Parameters<typeof compileStack>[0]['transaction'];
    },
  ): ProfileStack {
    const known = this.#stacks.get(evseId);
    if (known?.key === key) return known.stack;
    const { supply, transaction } = input();
    const stack = compileStack({
      version: this.version,
      evseId,
      installed: this.time.byClock(this.inForce),
      supply,
      setpointPriority: this.#setpointPriority,
      ...(transaction !== undefined && { transaction }),
    });
    this.#stacks.set(evseId, { key, stack });
    return stack;
  }

  #conditions(): Conditions {
    return {
      ...(this.offlineSinceMs !== undefined && { offlineSinceMs: this.offlineSinceMs }),
      ...(this.#usesLocalTime() && { localTime: this.#zone() }),
    };
  }

  #zone(): LocalTime {
    const { variables } = this.#core;
    const key = `${variables.text(VARIABLE.timeZone)} ${variables.text(VARIABLE.timeOffset)}`;
    if (this.#localTime?.key !== key) this.#localTime = { key, time: localTime(variables) };
    return this.#localTime.time;
  }

  #usesLocalTime(): boolean {
    return this.#someSchedule(({ useLocalTime }) => useLocalTime === true);
  }

  #dependsOnSoc(): boolean {
    return this.#someSchedule(({ limitAtSoC }) => limitAtSoC !== undefined);
  }

  #someSchedule(
    fits: (schedule: ProfileList['all'][number]['profile']['chargingSchedule'][number]) => boolean,
  ): boolean {
    return this.inForce.some(({ profile }) => profile.chargingSchedule.some(fits));
  }
}

function supplyOf({ dc, maxCurrentA, phases, voltageV }: EvseConfig): Supply {
  return dc === undefined
    ? { current: 'AC', lineVoltageV: voltageV, phases, maxRate: maxCurrentA, maxRateUnit: 'A' }
    : {
        current: 'DC',
        lineVoltageV: dc.nominalVoltageV,
        phases,
        maxRate: dc.maxPowerW,
        maxRateUnit: 'W',
        grid: { lineVoltageV: voltageV, phases },
      };
}
