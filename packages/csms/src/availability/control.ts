import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import type { Sending } from '../remote-control/sending.ts';
import { Serial } from '../stations/serial.ts';
import { Settling } from '../stations/settling.ts';
import { timestampOf } from '../timestamps.ts';
import { type DesiredAvailability, loadDesired, saveDesired, type Target } from './control-sql.ts';
import { fromWideToNarrow, isSame, isWithin, placeAround } from './places.ts';
import type { DesiredAvailabilityView, OperationalStatus } from './views.ts';
import type { MaintenanceWindows } from './windows.ts';

export interface AvailabilityWish {
  /** 0 is the station as a whole. */
  readonly evseId: number;
  readonly connectorId?: number;
  readonly operationalStatus: OperationalStatus;
}

/** How long a ChangeAvailability waits for its answer. */
const TIMEOUT_S = 30;

/** What is to be so at a place, all told. */
interface Effective {
  readonly status: OperationalStatus;
  readonly window?: number;
  /** Whether it is out only because a place around it is. */
  readonly isCovered: boolean;
}

export interface ControlParts {
  readonly core: Core;
  readonly sending: Sending;
  readonly windows: MaintenanceWindows;
  /** Told of failures of work that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps stations as operators want them (G03, G04): what is wanted is asked for at once, again when a station that was
 * away comes back, when one gave no answer, and again after a boot, for stations that forget it although they must not
 * (G03.FR.08). A connector is out with its EVSE and an EVSE with its station: it is asked to be operative only when
 * nothing around it is out.
 */
export class AvailabilityControl {
  readonly #core: Core;
  readonly #sending: Sending;
  readonly #windows: MaintenanceWindows;
  readonly #serial = new Serial();
  readonly #settling: Settling;
  /** By station, then by place. */
  readonly #desired = new Map<string, Map<string, DesiredAvailability>>();
  #closed = false;

  private constructor({ core, sending, windows, onFailure }: ControlParts) {
    this.#core = core;
    this.#sending = sending;
    this.#windows = windows;
    const restore = (stationId: string) => {
      this.#restore(stationId, false).catch(onFailure);
    };
    this.#settling = new Settling(core, restore);
    const { signals } = core;
    signals.on('booted', ({ station }) => {
      this.#settling.cancel(station.id);
      this.#restore(station.id, true).catch(onFailure);
    });
    signals.on('connected', ({ station }) => {
      if (this.#placesAt(station.id).length > 0) this.#settling.start(station.id);
    });
    signals.on('regrouped', ({ station }) => restore(station.id));
    signals.on('removed', ({ station }) => {
      this.#settling.cancel(station.id);
      this.#desired.delete(station.id);
    });
    windows.onChange((targets) => {
      for (const target of targets) {
        this.#serial
          .run(target.stationId, () => this.#reconcile(target, 'maintenance'))
          .catch(onFailure);
      }
    });
  }

  static async load(parts: ControlParts): Promise<AvailabilityControl> {
    const known = await loadDesired(parts.core.database);
    const control = new AvailabilityControl(parts);
    for (const desired of known) control.#remember(desired);
    return control;
  }

  /**
   * What an operator wants from now on; a maintenance window outranks it while it is open.
   *
   * @throws CommandError `unknownStation`; `conflict` for a connector of no EVSE
   */
  put(
    stationId: string,
    { evseId, connectorId = 0, operationalStatus }: AvailabilityWish,
    by: string,
  ): Promise<DesiredAvailabilityView> {
    const target = { stationId, evseId, connectorId };
    return this.#serial.run(stationId, async () => {
      this.#core.stations.known(stationId);
      if (evseId === 0 && connectorId > 0) {
        throw new CommandError('conflict', 'A connector belongs to an EVSE: name it, or neither.');
      }
      await this.#keep({ ...this.#known(target), wish: operationalStatus });
      await this.#reconcile(target, by, (place) => isSame(place, target));
      return this.#view(this.#known(target));
    });
  }

  list(stationId: string): readonly DesiredAvailabilityView[] {
    const places = this.#desired.get(stationId)?.values() ?? [];
    return [...places].sort(fromWideToNarrow).map((desired) => this.#view(desired));
  }

  close(): void {
    this.#closed = true;
    this.#settling.close();
  }

  /** A station is there again. What it has said yes to is asked for again only after a boot, and only when it is out. */
  #restore(stationId: string, hasBooted: boolean): Promise<void> {
    const whole = { stationId, evseId: 0, connectorId: 0 };
    return this.#serial.run(stationId, async () => {
      if (this.#core.stations.get(stationId)?.record.registration !== 'Accepted') return;
      await this.#reconcile(whole, 'availability', (place) => hasBooted && this.#isOut(place));
    });
  }

  #effective(target: Target): Effective {
    const window = this.#windows
      .openAt(target.stationId)
      .find(({ evseId }) => evseId === target.evseId && target.connectorId === 0);
    if (window !== undefined) {
      return { status: 'Inoperative', window: window.id, isCovered: false };
    }
    const { wish } = this.#known(target);
    const around = placeAround(target);
    if (wish === 'Inoperative' || around === undefined) return { status: wish, isCovered: false };
    const wider = this.#effective(around);
    return { ...wider, isCovered: wider.status === 'Inoperative' };
  }

  #isOut(target: Target): boolean {
    return this.#effective(target).status === 'Inoperative';
  }

  /** Every place of which something is or was wanted, the station first. */
  #placesAt(stationId: string): Target[] {
    const known = [...(this.#desired.get(stationId)?.values() ?? [])];
    const opened = this.#windows
      .openAt(stationId)
      .map(({ evseId }) => ({ stationId, evseId, connectorId: 0 }))
      .filter((place) => !known.some((other) => isSame(place, other)));
    return [...known, ...opened].sort(fromWideToNarrow);
  }

  /** Asks for what is wanted of a place and of those inside it, where the station has not agreed to it or `anyway`. */
  async #reconcile(
    around: Target,
    by: string,
    anyway: (place: Target) => boolean = () => false,
  ): Promise<void> {
    const { stationId } = around;
    const revived: Target[] = [];
    for (const place of this.#placesAt(stationId)) {
      if (!isWithin(place, around)) continue;
      const { status, isCovered } = this.#effective(place);
      if (isCovered) continue;
      const { sent, answer } = this.#known(place);
      const isAgreed = sent === status && hasAgreed(answer);
      const isRevived = status === 'Inoperative' && revived.some((wide) => isWithin(place, wide));
      if (isAgreed && !isRevived && !anyway(place)) continue;
      if (this.#closed || this.#core.stations.get(stationId) === undefined) return;
      const isAnswered = await this.#request(place, status, by);
      const isThere = this.#core.stations.get(stationId)?.connection !== undefined;
      if (!isAnswered && isThere) this.#settling.again(stationId);
      // 1.6 edition 2, 5.2: connector 0 brings all connectors back, those that were out by themselves too.
      const is16 = this.#core.stations.get(stationId)?.record.version === '1.6';
      if (is16 && status === 'Operative') revived.push(place);
    }
  }

  /**
   * On disk before it leaves: a station must not stay out because the CSMS stopped before the answer.
   *
   * @returns false when no answer came
   */
  async #request(target: Target, status: OperationalStatus, by: string): Promise<boolean> {
    const { stationId, evseId, connectorId } = target;
    const station = this.#core.stations.get(stationId);
    const asked = { ...target, sent: status, answer: undefined, answeredAtMs: undefined };
    await this.#keep({ ...asked, wish: this.#known(target).wish });
    const evse = connectorId === 0 ? { id: evseId } : { id: evseId, connectorId };
    const { answer, isAnswered } = await this.#ask(
      stationId,
      { operationalStatus: status, ...(evseId === 0 ? {} : { evse }) },
      by,
    );
    // Somebody removed it meanwhile: the next one of its name must not be asked for what was wanted of it.
    if (this.#core.stations.get(stationId) !== station) return true;
    const answeredAtMs = this.#core.clock.epochMs();
    await this.#keep({ ...asked, wish: this.#known(target).wish, answer, answeredAtMs });
    return isAnswered;
  }

  async #ask(
    stationId: string,
    request: { operationalStatus: OperationalStatus; evse?: { id: number; connectorId?: number } },
    by: string,
  ): Promise<{ readonly answer: string; readonly isAnswered: boolean }> {
    try {
      const result = await this.#sending.send(stationId, 'ChangeAvailability', request, {
        by,
        timeoutS: TIMEOUT_S,
      });
      if (result.state === 'answered') return { answer: result.answer.status, isAnswered: true };
      const isAnswered = result.state === 'refused' || result.state === 'invalidAnswer';
      return { answer: 'cause' in result ? result.cause : result.state, isAnswered };
    } catch (error) {
      if (error instanceof CommandError) return { answer: error.message, isAnswered: true };
      throw error;
    }
  }

  #known({ stationId, evseId, connectorId }: Target): DesiredAvailability {
    return (
      this.#desired.get(stationId)?.get(`${evseId}/${connectorId}`) ?? {
        stationId,
        evseId,
        connectorId,
        wish: 'Operative',
        sent: undefined,
        answer: undefined,
        answeredAtMs: undefined,
      }
    );
  }

  #keep(desired: DesiredAvailability): Promise<void> {
    return commit(this.#core, {
      statements: [saveDesired(desired)],
      apply: () => this.#remember(desired),
    });
  }

  #remember(desired: DesiredAvailability): void {
    const places = this.#desired.get(desired.stationId) ?? new Map<string, DesiredAvailability>();
    places.set(`${desired.evseId}/${desired.connectorId}`, desired);
    this.#desired.set(desired.stationId, places);
  }

  #view(desired: DesiredAvailability): DesiredAvailabilityView {
    const { stationId, evseId, connectorId, answer, answeredAtMs } = desired;
    const { status, window } = this.#effective(desired);
    const reported = this.#reported(desired);
    const isOut = reported.length > 0 && reported.every((state) => state === 'Unavailable');
    return {
      stationId,
      evseId,
      ...(connectorId === 0 ? {} : { connectorId }),
      desired: status,
      ...(window === undefined ? {} : { window }),
      ...(answer === undefined ? {} : { answer }),
      ...(answeredAtMs === undefined ? {} : { answeredAt: timestampOf(answeredAtMs) }),
      reported,
      drift:
        desired.answer === 'Accepted' &&
        desired.sent === status &&
        reported.length > 0 &&
        isOut !== (status === 'Inoperative'),
    };
  }

  #reported({ stationId, evseId, connectorId }: Target) {
    const station = this.#core.stations.get(stationId);
    return [...(station?.connectors ?? [])]
      .filter(
        (connector) =>
          connector.evseId > 0 &&
          (evseId === 0 || connector.evseId === evseId) &&
          (connectorId === 0 || connector.connectorId === connectorId),
      )
      .map(({ availabilityState }) => availabilityState);
  }
}

/** 2.1 part 2, ChangeAvailabilityStatusEnumType: both will be so, one of them after the transaction. */
function hasAgreed(answer: string | undefined): boolean {
  return answer === 'Accepted' || answer === 'Scheduled';
}
