import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import { sameGroup, sameIdToken } from '../authorization/id-token.ts';
import type { AvailabilityState } from '../availability/availability.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { SparseMap } from '../sparse-map.ts';
import { WallTimer } from '../wall-timer.ts';
import { canServe, fits, type Offer, reservedOffers } from './assignment.ts';
import {
  deleteReservation,
  type Reservation,
  storedReservations,
  storeReservation,
} from './stored.ts';
import { RESERVATION, type ReservationEvent, type ReservationState } from './table.ts';

type IdToken = Ocpp21.IdTokenType;

/** Connectors that are free, or kept for somebody. */
const FREE: ReadonlySet<AvailabilityState> = new Set(['Available', 'Reserved', 'ReservedOccupied']);

interface Held {
  readonly reservation: Reservation;
  state: ReservationState;
}

/** The reservations of a station (2.1 part 2, functional block H). */
export class Reservations {
  readonly #core: Core;
  readonly #held = new SparseMap<number, Held>();
  #expiryTimer: Timer | undefined;
  #arranging = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Takes over what was reserved before the power cut. */
  restore(): void {
    for (const reservation of storedReservations(this.#core.storage.values)) {
      this.#held.set(reservation.id, { reservation, state: 'Pending' });
    }
    this.#arrange();
    this.#superviseExpiry();
  }

  /** ReserveNow (2.1 part 2, H01). */
  reserve(request: Ocpp21.ReserveNowRequest): Ocpp21.ReserveNowResponse {
    const { variables, clock, evses, storage } = this.#core;
    const reservation = reservationOf(request);
    // H01.FR.01
    if (!variables.boolean(VARIABLE.reservationEnabled)) return rejected('NotEnabled');
    // H01.FR.19
    const isSpecific = reservation.evseId !== undefined;
    if (!isSpecific && !variables.boolean(VARIABLE.reservationNonEvseSpecific)) {
      return rejected('UnsupportedParam');
    }
    const targets = evses.filter((evse) => fits(reservation, builtAs(evse)));
    if (targets.length === 0) return rejected(isSpecific ? 'UnknownEvse' : 'UnknownConnectorType');
    if (!(reservation.expiresAtMs > clock.epochMs())) return rejected('InvalidValue');
    const others = this.#pending().filter(({ id }) => id !== reservation.id);
    if (!canServe([...others, reservation], this.#offers())) {
      return { status: whyNot(targets) };
    }
    if (!storeReservation(storage.values, reservation)) return rejected('OutOfStorage');
    this.#held.set(reservation.id, { reservation, state: 'Pending' });
    this.#superviseExpiry();
    // The answer leaves before the news about connectors.
    this.#core.after(0, () => this.#arrange());
    return { status: 'Accepted' };
  }

  /** CancelReservation (2.1 part 2, H02). */
  cancel({ reservationId }: Ocpp21.CancelReservationRequest): Ocpp21.CancelReservationResponse {
    if (this.#held.get(reservationId)?.state !== 'Pending') {
      return { status: 'Rejected', statusInfo: { reasonCode: 'NotFound' } };
    }
    this.#step(reservationId, 'cancelled');
    this.#core.after(0, () => this.#arrange());
    return { status: 'Accepted' };
  }

  /** Whether a token may be used at an EVSE: it is kept for nobody, or for this token or group. */
  admits(evse: Evse, idToken: IdToken, groupIdToken: IdToken | undefined): boolean {
    return !evse.reserved || this.#match(evse, idToken, groupIdToken) !== undefined;
  }

  /** Like {@link admits} for a token whose group only the CSMS knows (H03.FR.08). */
  mayAdmit(evse: Evse, idToken: IdToken): boolean {
    if (this.admits(evse, idToken, undefined)) return true;
    const offer = builtAs(evse);
    return this.#pending().some(
      (reservation) => reservation.groupIdToken !== undefined && fits(reservation, offer),
    );
  }

  /**
   * A token is authorized: its reservation, if there is one, is consumed (H03.FR.09 and .10). Only
   * from inside of `Evse.apply`.
   * @returns the id for the next transaction event
   */
  claim(evse: Evse, idToken: IdToken, groupIdToken: IdToken | undefined): number | undefined {
    const id = this.#match(evse, idToken, groupIdToken)?.id;
    if (id === undefined) return undefined;
    this.#step(id, 'presented');
    evse.stepConnectors('released');
    return id;
  }

  /** A transaction event tells the id. */
  used(id: number): void {
    this.#step(id, 'used');
  }

  /** H03.FR.11 */
  abandoned(id: number): void {
    this.#step(id, 'abandoned');
  }

  /** An EVSE was taken, became free, failed or was taken out of use. */
  evseChanged(): void {
    if (this.#held.size === 0) return;
    this.#removeUnservable();
    this.#arrange();
  }

  /** What the station knows of the holder of a token: the reservations that are open. */
  of(idToken: IdToken): readonly Reservation[] {
    return this.#pending().filter((reservation) => sameIdToken(reservation.idToken, idToken));
  }

  /** They go on their holder's behalf, and the CSMS is told (N10.FR.03). */
  forget(idToken: IdToken): void {
    for (const { id } of this.of(idToken)) this.#step(id, 'forgotten');
    this.#core.after(0, () => this.#arrange());
  }

  /** H01.FR.07, .16 and .17: where too few EVSEs work for all of them, those that came first stay. */
  #removeUnservable(): void {
    const working = this.#core.evses
      .filter(({ availabilityState: state }) => state !== 'Faulted' && state !== 'Unavailable')
      .map(builtAs);
    const served: Reservation[] = [];
    for (const reservation of this.#pending()) {
      if (canServe([...served, reservation], working)) served.push(reservation);
      else this.#step(reservation.id, 'targetsLost');
    }
  }

  #match(evse: Evse, idToken: IdToken, group: IdToken | undefined): Reservation | undefined {
    const offer = builtAs(evse);
    return this.#pending()
      .filter((reservation) => fits(reservation, offer))
      .filter(
        (reservation) =>
          sameIdToken(reservation.idToken, idToken) || sameGroup(reservation.groupIdToken, group),
      )
      .toSorted((left, right) => specificity(right) - specificity(left))[0];
  }

  #pending(): Reservation[] {
    return [...this.#held.values()]
      .filter(({ state }) => state === 'Pending')
      .map(({ reservation }) => reservation);
  }

  #offers(): Offer[] {
    const offers = this.#core.evses.filter(isFree).map((evse) => ({
      evseId: evse.id,
      connectorTypes: evse.config.connectors
        .filter((_, index) => FREE.has(evse.availability(index + 1)))
        .map(({ type }) => type),
    }));
    return offers.filter(({ connectorTypes }) => connectorTypes.length > 0);
  }

  /** Lets connectors be Reserved, or not any more, until nothing changes by it. */
  #arrange(): void {
    if (this.#arranging) return;
    this.#arranging = true;
    while (this.#arrangeOne());
    this.#arranging = false;
  }

  #arrangeOne(): boolean {
    const reserved = reservedOffers(this.#pending(), this.#offers());
    const evse = this.#core.evses.find(
      ({ id, reserved: isReserved }) => isReserved !== reserved.some(({ evseId }) => evseId === id),
    );
    if (evse === undefined) return false;
    // Whoever waited behind a reservation may begin. Where a transaction is, or just was, nothing is reserved.
    const event = evse.reserved ? 'released' : 'reserved';
    evse.apply('becameUsable', () => evse.stepConnectors(event));
    return true;
  }

  #step(id: number, event: ReservationEvent): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    const [next, ...actions] = RESERVATION[held.state][event];
    held.state = next;
    for (const action of actions) {
      switch (action) {
        case 'forget':
          this.#held.delete(id);
          deleteReservation(this.#core.storage.values, id);
          break;
        case 'tellExpired':
          this.#queue(id, 'Expired');
          break;
        case 'tellRemoved':
          this.#queue(id, 'Removed');
          break;
        case 'tellNoTransaction':
          this.#queue(id, 'NoTransaction');
          break;
      }
    }
  }

  #superviseExpiry(): void {
    this.#expiryTimer?.cancel();
    const nextMs = Math.min(...this.#pending().map(({ expiresAtMs }) => expiresAtMs));
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#expiryTimer = new WallTimer(this.#core, nextMs, () => this.#expire());
  }

  #expire(): void {
    const nowMs = this.#core.clock.epochMs();
    for (const { id, expiresAtMs } of this.#pending()) {
      if (expiresAtMs <= nowMs) this.#step(id, 'expired');
    }
    this.#arrange();
    this.#superviseExpiry();
  }

  /** The CSMS learns it now, or when there is a link. */
  #queue(
    reservationId: number,
    reservationUpdateStatus: Ocpp21.ReservationUpdateStatusEnumType,
  ): void {
    const request = { reservationId, reservationUpdateStatus };
    this.#core.notices.add('ReservationStatusUpdate', request);
  }
}

function reservationOf({
  id,
  expiryDateTime,
  idToken,
  groupIdToken,
  evseId,
  connectorType,
}: Ocpp21.ReserveNowRequest): Reservation {
  return {
    id,
    idToken,
    expiresAtMs: Date.parse(expiryDateTime),
    ...(groupIdToken !== undefined && { groupIdToken }),
    ...(evseId !== undefined && { evseId }),
    ...(connectorType !== undefined && { connectorType }),
  };
}

function specificity({ evseId, connectorType }: Reservation): number {
  return (evseId === undefined ? 0 : 2) + (connectorType === undefined ? 0 : 1);
}

/** An EVSE with all its connectors, whatever state they are in. */
function builtAs({ id, config }: Evse): Offer {
  return { evseId: id, connectorTypes: config.connectors.map(({ type }) => type) };
}

function isFree(evse: Evse): boolean {
  const { authorized, connected } = evse.conditions;
  const isTaken = connected && evse.availability(evse.connectorId) === 'Occupied';
  return !authorized && !isTaken && evse.transaction.running === undefined;
}

/** H01.FR.11, .12 and .14: what keeps all the EVSEs that were asked for from being reserved. */
function whyNot(targets: readonly Evse[]): Ocpp21.ReserveNowStatusEnumType {
  const states = new Set(targets.map(({ availabilityState }) => availabilityState));
  if (states.size === 1 && states.has('Faulted')) return 'Faulted';
  states.delete('Faulted');
  return states.size === 1 && states.has('Unavailable') ? 'Unavailable' : 'Occupied';
}

function rejected(reasonCode: string): Ocpp21.ReserveNowResponse {
  return { status: 'Rejected', statusInfo: { reasonCode } };
}
