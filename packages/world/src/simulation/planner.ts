import type { CommandRequest, Csms } from '@northbound/csms';
import { GRACE_MS, type LimitStep } from '../checkers/known-limit.ts';
import type { OfferLimit } from '../checkers/offer-limit.ts';
import { CLOCK_SLACK_MS } from '../machines/station-machine.ts';
import { limitsOf, took } from './limit-orders.ts';
import type { PersonParts } from './person.ts';

const MIN = 60_000;
const H = 60 * MIN;

type Profile = CommandRequest<'SetChargingProfile'>['chargingProfile'];
type Schedule = Profile['chargingSchedule'][0];

type PlannerParts = PersonParts & {
  /** Of each EVSE, from 1: what it is known to offer at most. */
  readonly limits: readonly OfferLimit[];
  /** Told when a limit must not be exceeded from some moment on. */
  readonly limited: (fromMs: number) => void;
};

/** Somebody who plans at one station: an exception for some hours, a limit of one transaction, a time for maintenance. */
export class Planner {
  readonly #parts: PlannerParts;
  #isOver = false;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  begin(): void {
    const { clock, dice } = this.#parts;
    clock.after(dice.between(1 * H, 5 * H), () => {
      if (this.#isOver) return;
      void this.#plan();
      this.begin();
    });
  }

  end(): void {
    this.#isOver = true;
  }

  async #plan(): Promise<void> {
    const { dice, machine, limits } = this.#parts;
    const { csms } = this.#parts.csms;
    const evseId = dice.between(1, limits.length);
    const limit = limits[evseId - 1];
    const what = dice.oneOf('exception', 'exception', 'transaction', 'transaction', 'maintenance');
    if (csms === undefined || limit === undefined) return;
    if (what === 'transaction') await this.#limitTransaction(csms, evseId, limit);
    else if (what === 'maintenance') await this.#maintain(csms);
    // What holds by the wall clock can be known of one that shows the time.
    else if (machine.clockIsRight) await this.#makeException(csms, evseId, limit);
  }

  /** The station as a whole is out of service for a while, and back after it, whatever happens in between. */
  async #maintain({ blocks }: Csms): Promise<void> {
    const { dice, happened, machine } = this.#parts;
    const beginsInMs = dice.between(0, 60) * MIN;
    happened('CSMS', `plans maintenance of ${machine.identity}`);
    await blocks.maintenanceWindows
      .plan({
        stationIds: [machine.identity],
        startsAt: this.#timeAfter(beginsInMs),
        endsAt: this.#timeAfter(beginsInMs + dice.between(10, 90) * MIN),
      })
      // A station that the CSMS has not heard of yet has none.
      .catch(() => undefined);
  }

  /** From now on, or from later on, for a while: by its validity, or by the length of its schedule. */
  async #makeException(csms: Csms, evseId: number, { exception }: OfferLimit): Promise<void> {
    const { clock, dice, machine } = this.#parts;
    const { unit, values } = limitsOf(machine, evseId);
    const limit = dice.oneOf(...values);
    const fromMs = dice.chance(0.5) ? 0 : dice.between(20, 120) * MIN;
    const untilMs = fromMs + dice.between(20, 180) * MIN;
    const isByDuration = fromMs === 0 && dice.chance(0.5);
    const nowMs = clock.monotonicMs();
    const begins = fromMs === 0 ? [{ fromMs: nowMs, limit }] : turns(nowMs + fromMs, limit, limit);
    const steps = [...begins, ...turns(nowMs + untilMs, limit, undefined)];
    exception.asked(steps);
    machine.limitsByClock.add(exception);
    const isAccepted = await this.#set(csms, evseId, {
      id: 200 + evseId,
      stackLevel: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Absolute',
      ...(!isByDuration && {
        validFrom: this.#timeAfter(fromMs - (fromMs === 0 ? CLOCK_SLACK_MS : 0)),
        validTo: this.#timeAfter(untilMs),
      }),
      chargingSchedule: [
        {
          ...scheduleOf(unit, limit),
          startSchedule: this.#timeAfter(-CLOCK_SLACK_MS),
          ...(isByDuration && { duration: (CLOCK_SLACK_MS + untilMs) / 1_000 }),
        },
      ],
    });
    if (!isAccepted) return;
    took(this.#parts, exception, steps);
    if (!machine.clockIsRight) exception.lift();
  }

  /** Whatever the EVSE offers else, and as long as the transaction lasts (2.1 part 2, K 3.5). */
  async #limitTransaction(csms: Csms, evseId: number, limits: OfferLimit): Promise<void> {
    const { dice, machine } = this.#parts;
    const { unit, values } = limitsOf(machine, evseId);
    const limit = dice.oneOf(...values);
    const underWay = machine.station?.state().evses[evseId - 1]?.transactionId;
    const { identity } = machine;
    const open = await csms.queries.transactions({ stationId: identity, active: true, limit: 10 });
    const booked = open.items.find((one) => one.evseId === evseId);
    // 1.6 has names for it that the CSMS gives; in 2.x what the books do not know yet, or still, is another one.
    if (underWay === undefined || booked === undefined) return;
    if (machine.version !== '1.6' && booked.transactionId !== underWay) return;
    const known = limits.ofTransaction(underWay);
    known.asked(limit);
    const isAccepted = await this.#set(csms, evseId, {
      id: 300 + evseId,
      stackLevel: 0,
      chargingProfilePurpose: 'TxProfile',
      chargingProfileKind: 'Relative',
      transactionId: booked.transactionId,
      chargingSchedule: [scheduleOf(unit, limit)],
    });
    if (isAccepted) took(this.#parts, known, limit);
  }

  #timeAfter(afterMs: number): string {
    return new Date(this.#parts.clock.epochMs() + afterMs).toISOString();
  }

  async #set(csms: Csms, evseId: number, chargingProfile: Profile): Promise<boolean> {
    const { happened, machine } = this.#parts;
    happened('CSMS', `sends a ${chargingProfile.chargingProfilePurpose} to ${machine.identity}`);
    const request = { evseId, chargingProfile };
    const result = await csms.blocks.outbox
      .send(machine.identity, 'SetChargingProfile', request, { by: 'planner' })
      // A station that the CSMS has not heard of yet gets nothing.
      .catch(() => undefined);
    return result?.state === 'answered' && result.accepted;
  }
}

/** As long as clocks may differ about a moment it counts, or what is beneath it; after that only one of both. */
function turns(atMs: number, limit: number, after: number | undefined): readonly LimitStep[] {
  return [
    { fromMs: atMs - CLOCK_SLACK_MS, limit, mayGiveWay: true },
    { fromMs: atMs + CLOCK_SLACK_MS + GRACE_MS, ...(after !== undefined && { limit: after }) },
  ];
}

function scheduleOf(unit: Schedule['chargingRateUnit'], limit: number): Schedule {
  return { id: 1, chargingRateUnit: unit, chargingSchedulePeriod: [{ startPeriod: 0, limit }] };
}
