import type { CommandName, CommandRequest, Csms } from '@northbound/csms';
import type { Clock } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import { GRACE_MS, KnownLimit, type LimitStep } from '../checkers/known-limit.ts';
import { OfferLimit } from '../checkers/offer-limit.ts';
import { CLOCK_SLACK_MS, type StationMachine } from '../machines/station-machine.ts';

const MIN_S = 60;

/** A limit that the hardware of no EVSE reaches: the profile is there, and limits nothing. */
const NO_LIMIT = { A: 1_000, W: 1_000_000 } as const;
type Values = readonly [number, ...number[]];
const OF_AC: Values = [8, 10, 13, 20, NO_LIMIT.A];
const OF_DC: Values = [5_000, 12_000, 30_000, NO_LIMIT.W];
const OF_STATION: Values = [2_000, 8_000, 20_000, NO_LIMIT.W];

const SLACK_S = CLOCK_SLACK_MS / 1_000;

/** What an EVSE may be limited to. */
export function limitsOf({ board }: StationMachine, evseId: number) {
  const isDc = board.evses[evseId - 1]?.dc !== undefined;
  return isDc ? ({ unit: 'W', values: OF_DC } as const) : ({ unit: 'A', values: OF_AC } as const);
}

/** The station has accepted a limit. */
export function took(
  { clock, limited }: Pick<OrderParts, 'clock' | 'limited'>,
  known: KnownLimit,
  limit: number | readonly LimitStep[],
): void {
  for (const fromMs of known.accepted(limit, clock.monotonicMs())) limited(fromMs);
}

interface OrderParts {
  readonly clock: Clock;
  readonly dice: Dice;
  /** For what becomes of a limit: steps, or none any more. */
  readonly shapes: Dice;
  readonly machine: StationMachine;
  /** Told when a limit must not be exceeded from some moment on. */
  readonly limited: (fromMs: number) => void;
  readonly send: <C extends CommandName>(
    csms: Csms,
    command: C,
    request: CommandRequest<C>,
  ) => Promise<boolean>;
}

interface Order {
  readonly evseId: number;
  readonly id: number;
  readonly unit: 'A' | 'W';
  readonly limit: number;
  /** What else it may be later. */
  readonly values: Values;
}

/** Limits that operators give a station and its EVSEs, by profiles of one value or of several, and take back. */
export class LimitOrders {
  /** By EVSE, from 1. */
  readonly ofEvses: readonly OfferLimit[];
  /** Of the station as a whole, in W. */
  readonly ofStation = new KnownLimit();
  readonly #parts: OrderParts;

  constructor(parts: OrderParts) {
    this.#parts = parts;
    this.ofEvses = parts.machine.board.evses.map(() => new OfferLimit());
  }

  async limitEvse(csms: Csms, evseId: number): Promise<void> {
    const { dice, machine } = this.#parts;
    const known = this.ofEvses[evseId - 1];
    const { unit, values } = limitsOf(machine, evseId);
    const limit = dice.oneOf(...values);
    if (known !== undefined) {
      await this.#order(csms, { evseId, id: evseId, unit, limit, values }, known.usual);
    }
  }

  async limitStation(csms: Csms): Promise<void> {
    const limit = this.#parts.dice.oneOf(...OF_STATION);
    const order = { evseId: 0, id: 100, unit: 'W', limit, values: OF_STATION } as const;
    await this.#order(csms, order, this.ofStation);
  }

  async #order(csms: Csms, order: Order, known: KnownLimit): Promise<void> {
    const { shapes, machine } = this.#parts;
    if (shapes.chance(0.15)) {
      await this.#clear(csms, order, known);
      return;
    }
    // What holds by the wall clock can be known of one that shows the time.
    const isTimed = machine.clockIsRight && shapes.chance(0.4);
    await (isTimed ? this.#setSteps(csms, order, known) : this.#setOne(csms, order, known));
  }

  async #clear(csms: Csms, { id }: Order, known: KnownLimit): Promise<void> {
    known.lift();
    const request = { chargingProfileId: id };
    if (await this.#parts.send(csms, 'ClearChargingProfile', request)) {
      took(this.#parts, known, Number.POSITIVE_INFINITY);
    }
  }

  /** One value, whenever it is. */
  async #setOne(csms: Csms, order: Order, known: KnownLimit): Promise<void> {
    const { limit } = order;
    known.asked(limit);
    // Clocks without a battery begin there.
    const startSchedule = order.evseId === 0 ? '1970-01-01T00:00:00.000Z' : undefined;
    const periods = [{ startPeriod: 0, limit }] as const;
    if (!(await this.#set(csms, order, periods, startSchedule))) return;
    this.#parts.machine.limitsByClock.delete(known);
    took(this.#parts, known, limit);
  }

  /** A value, and one or two others after it. */
  async #setSteps(csms: Csms, order: Order, known: KnownLimit): Promise<void> {
    const { clock, machine, shapes } = this.#parts;
    const { limit, values } = order;
    const beganMs = clock.epochMs() - CLOCK_SLACK_MS;
    const nowMs = clock.monotonicMs();
    const periods = [{ startPeriod: 0, limit }];
    const steps: LimitStep[] = [{ fromMs: Number.NEGATIVE_INFINITY, limit }];
    let [before, atS] = [limit, 0];
    for (let left = shapes.between(1, 2); left > 0; left--) {
      const next = shapes.oneOf(...values);
      atS += shapes.between(20, 120) * MIN_S;
      periods.push({ startPeriod: SLACK_S + atS, limit: next });
      const slackMs = next < before ? CLOCK_SLACK_MS + GRACE_MS : -CLOCK_SLACK_MS;
      steps.push({ fromMs: nowMs + atS * 1_000 + slackMs, limit: next });
      before = next;
    }
    known.asked(steps);
    machine.limitsByClock.add(known);
    const [first = { startPeriod: 0, limit }, ...rest] = periods;
    const startSchedule = new Date(beganMs).toISOString();
    if (!(await this.#set(csms, order, [first, ...rest], startSchedule))) return;
    took(this.#parts, known, steps);
    if (!machine.clockIsRight) known.lift();
  }

  #set(
    csms: Csms,
    { evseId, id, unit }: Order,
    periods: readonly [Period, ...Period[]],
    startSchedule: string | undefined,
  ): Promise<boolean> {
    const [first, ...rest] = periods;
    return this.#parts.send(csms, 'SetChargingProfile', {
      evseId,
      chargingProfile: {
        id,
        stackLevel: 0,
        chargingProfilePurpose: evseId === 0 ? 'ChargingStationMaxProfile' : 'TxDefaultProfile',
        chargingProfileKind: startSchedule === undefined ? 'Relative' : 'Absolute',
        chargingSchedule: [
          {
            id,
            ...(startSchedule !== undefined && { startSchedule }),
            chargingRateUnit: unit,
            chargingSchedulePeriod: [first, ...rest],
          },
        ],
      },
    });
  }
}

interface Period {
  readonly startPeriod: number;
  readonly limit: number;
}
