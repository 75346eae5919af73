import { Alarm } from '../alarm.ts';
import { GROUP_TYPE } from '../authorization/ocpp2.ts';
import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import { type CommandRecord, isObject } from '../remote-control/command.ts';
import { MAY_HAVE_ACTED, type Sending } from '../remote-control/sending.ts';
import { Serial } from '../stations/serial.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import {
  findReservation,
  loadOpenReservations,
  type Reservation,
  type ReservationFilter,
  saveReservation,
  selectReservations,
} from './sql.ts';
import type { ReservationState, ReservationView } from './views.ts';

export interface ReservationRequest {
  readonly evseId?: number;
  readonly connectorType?: string;
  readonly idToken: string;
  readonly idTokenType: string;
  readonly groupIdToken?: string;
  readonly expiresAt: string;
}

/** What a station may say of one by itself (ReservationUpdateStatusEnumType). */
export type ReservationUpdate = Extract<ReservationState, 'Expired' | 'Removed' | 'NoTransaction'>;

/** How much later than its end a reservation counts as expired although its station says nothing: clocks differ. */
const GRACE_MS = 60_000;

/** After a store that refused. */
const RETRY_AFTER_MS = 10_000;

/** Whether the station may hold an EVSE for it. */
function isOpen({ state }: Reservation): boolean {
  return state === 'Requested' || state === 'Active';
}

/** Reservations from the wish to their end. */
export class Reservations {
  readonly #core: Core;
  readonly #sending: Sending;
  readonly #onFailure: (error: unknown) => void;
  readonly #open = new Map<number, Reservation>();
  readonly #alarm: Alarm;
  readonly #turns = new Serial();
  /** When the store has refused: until when it is left alone. */
  #restsUntilMs = 0;

  private constructor(core: Core, sending: Sending, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#sending = sending;
    this.#onFailure = onFailure;
    this.#alarm = new Alarm(core.clock, () => this.#expire());
    core.signals.on('commandSettled', ({ command }) => this.#learn(command));
    core.signals.on('reservationUsed', ({ stationId, reservationId, transaction }) =>
      this.#use(stationId, reservationId, transaction),
    );
  }

  static async load(
    core: Core,
    sending: Sending,
    onFailure: (error: unknown) => void,
  ): Promise<Reservations> {
    const reservations = new Reservations(core, sending, onFailure);
    for (const open of await loadOpenReservations(core.database)) {
      reservations.#open.set(open.id, open);
    }
    reservations.#setAlarm();
    return reservations;
  }

  /**
   * Asks a station to hold an EVSE, or any, for a driver (H01).
   *
   * @throws CommandError as `Sending.send`; `invalidValue` when its end is over
   */
  async reserve(
    stationId: string,
    request: ReservationRequest,
    by: string,
  ): Promise<ReservationView> {
    const nowMs = this.#core.clock.epochMs();
    const expiresAtMs = epochMsOf(request.expiresAt);
    this.#core.stations.known(stationId);
    if (expiresAtMs <= nowMs) {
      throw new CommandError('invalidValue', `${request.expiresAt} is over: nothing is reserved.`);
    }
    const reservation: Reservation = {
      id: this.#core.ids.next('reservations'),
      stationId,
      evseId: request.evseId,
      connectorType: request.connectorType,
      idToken: request.idToken,
      idTokenType: request.idTokenType,
      groupIdToken: request.groupIdToken,
      expiresAtMs,
      state: 'Requested',
      status: undefined,
      transaction: undefined,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
    };
    await this.#keep(reservation);
    const { id, evseId, connectorType, idToken, idTokenType: type, groupIdToken } = reservation;
    try {
      const result = await this.#sending.send(
        stationId,
        'ReserveNow',
        {
          id,
          expiryDateTime: timestampOf(reservation.expiresAtMs),
          idToken: { idToken, type },
          ...(evseId === undefined ? {} : { evseId }),
          ...(connectorType === undefined ? {} : { connectorType }),
          ...(groupIdToken === undefined
            ? {}
            : { groupIdToken: { idToken: groupIdToken, type: GROUP_TYPE } }),
        },
        { by },
      );
      if (result.state !== 'answered') {
        const cause = 'cause' in result ? result.cause : result.state;
        // The station may still say that it did, and can be asked to let it go.
        const state = MAY_HAVE_ACTED.has(result.state) ? 'Requested' : 'Refused';
        return await this.#change(id, { state, status: cause });
      }
      return result.accepted
        ? await this.#change(id, { state: 'Active', status: undefined })
        : await this.#change(id, { state: 'Refused', status: result.answer.status });
    } catch (error) {
      if (error instanceof CommandError) {
        await this.#change(id, { state: 'Refused', status: error.message });
      }
      throw error;
    }
  }

  /**
   * Asks the station to let it go (H02). A station that does not know it has let it go before.
   *
   * @throws CommandError as `Sending.send`; `notFound` when there is no such reservation
   */
  async cancel(id: number, by: string): Promise<ReservationView> {
    const reservation = await this.#find(id);
    if (!this.#open.has(id)) return reservationView(reservation);
    const result = await this.#sending.send(
      reservation.stationId,
      'CancelReservation',
      { reservationId: id },
      { by },
    );
    if (result.state !== 'answered') {
      return this.#change(id, { status: 'cause' in result ? result.cause : result.state });
    }
    const state = result.accepted ? 'Cancelled' : 'Removed';
    return this.#change(id, { state, status: result.cause });
  }

  /**
   * H04: what the station says of its own accord. Resolves when it is on disk.
   *
   * @returns false when the reservation is none of ours
   */
  update(station: Station, id: number, state: ReservationUpdate): Promise<boolean> {
    return this.#turn(id, station.id, (known) =>
      known.state === 'Used' ? known : { ...known, state },
    );
  }

  /** @throws CommandError `notFound` */
  async get(id: number): Promise<ReservationView> {
    return reservationView(await this.#find(id));
  }

  /** Newest first. */
  list(filter: ReservationFilter): Promise<Page<ReservationView>> {
    return selectReservations(this.#core.database, filter, reservationView);
  }

  close(): void {
    this.#alarm.close();
  }

  /** An answer that came after all; also to a ReserveNow that was sent past this table, with a number of its own. */
  #learn({ stationId, command, state, request, accepted, cause }: CommandRecord): void {
    if (command !== 'ReserveNow' || state !== 'answeredLate' || !isObject(request)) return;
    const { id } = request;
    if (typeof id !== 'number' || this.#open.get(id)?.stationId !== stationId) return;
    const answered = accepted === true ? 'Active' : 'Refused';
    this.#change(id, { state: answered, status: cause }).catch(this.#onFailure);
  }

  /** A station that was offline tells it late: what was taken for an end before was none. */
  #use(stationId: string, id: number, transaction: number): void {
    this.#turn(id, stationId, (known) =>
      known.state === 'Used' ? known : { ...known, state: 'Used', transaction },
    ).catch(this.#onFailure);
  }

  /** 1.6 stations never say that one has expired, and others may be away when it does. */
  #expire(): void {
    const nowMs = this.#core.clock.epochMs();
    for (const reservation of [...this.#open.values()]) {
      const { id, stationId, expiresAtMs } = reservation;
      if (expiresAtMs + GRACE_MS > nowMs) continue;
      // In memory first: the alarm must not ring again while this is being stored.
      this.#open.delete(id);
      const expired = this.#turn(id, stationId, (known) =>
        isOpen(known) ? { ...known, state: 'Expired' } : known,
      );
      expired.catch((error: unknown) => {
        this.#onFailure(error);
        this.#restsUntilMs = nowMs + RETRY_AFTER_MS;
        this.#open.set(id, reservation);
        this.#setAlarm();
      });
    }
    this.#setAlarm();
  }

  async #find(id: number): Promise<Reservation> {
    const reservation = this.#open.get(id) ?? (await findReservation(this.#core.database, id));
    if (reservation !== undefined) return reservation;
    throw new CommandError('notFound', `There is no reservation ${id}.`);
  }

  /** The state only moves on: what the station said meanwhile of its own accord outranks its answer. */
  async #change(
    id: number,
    change: Partial<Pick<Reservation, 'state' | 'status'>>,
  ): Promise<ReservationView> {
    const { stationId } = await this.#find(id);
    await this.#turn(id, stationId, (known) => (isOpen(known) ? { ...known, ...change } : known));
    return this.get(id);
  }

  /**
   * One turn of a station's reservations after the other: each sees what the one before it has made of it.
   *
   * @param next the same reservation when it stays as it is
   * @returns false when the station has none with this id
   */
  #turn(
    id: number,
    stationId: string,
    next: (known: Reservation) => Reservation,
  ): Promise<boolean> {
    return this.#turns.run(stationId, async () => {
      const known = this.#open.get(id) ?? (await findReservation(this.#core.database, id));
      if (known?.stationId !== stationId) return false;
      const turned = next(known);
      if (turned !== known) {
        await this.#keep({ ...turned, changedAtMs: this.#core.clock.epochMs() });
      }
      return true;
    });
  }

  #keep(reservation: Reservation): Promise<void> {
    const kept = {
      statements: [saveReservation(reservation)],
      apply: () => {
        if (isOpen(reservation)) this.#open.set(reservation.id, reservation);
        else this.#open.delete(reservation.id);
        this.#setAlarm();
      },
    };
    const { stationId } = reservation;
    const told = telling(this.#core, kept, 'reservation', stationId, () => {
      const view = reservationView(reservation);
      return { type: 'reservation', at: view.changedAt, stationId, reservation: view };
    });
    return commit(this.#core, told);
  }

  #setAlarm(): void {
    let soonestMs: number | undefined;
    for (const { expiresAtMs } of this.#open.values()) {
      if (soonestMs === undefined || expiresAtMs < soonestMs) soonestMs = expiresAtMs;
    }
    const dueMs = soonestMs === undefined ? undefined : soonestMs + GRACE_MS;
    this.#alarm.set(dueMs && Math.max(dueMs, this.#restsUntilMs));
  }
}

function reservationView(reservation: Reservation): ReservationView {
  const { evseId, connectorType, groupIdToken, status, transaction } = reservation;
  return {
    id: reservation.id,
    stationId: reservation.stationId,
    ...(evseId === undefined ? {} : { evseId }),
    ...(connectorType === undefined ? {} : { connectorType }),
    idToken: reservation.idToken,
    idTokenType: reservation.idTokenType,
    ...(groupIdToken === undefined ? {} : { groupIdToken }),
    expiresAt: timestampOf(reservation.expiresAtMs),
    state: reservation.state,
    ...(status === undefined ? {} : { status }),
    ...(transaction === undefined ? {} : { transaction }),
    createdAt: timestampOf(reservation.createdAtMs),
    changedAt: timestampOf(reservation.changedAtMs),
  };
}
