import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import type { Sending } from '../remote-control/sending.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import { type DesiredAvailability, loadDesired, saveDesired, type Target } from './control-sql.ts';
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

export interface ControlParts {
  readonly core: Core;
  readonly sending: Sending;
  readonly windows: MaintenanceWindows;
  /** Told of failures of work that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps stations as operators want them (G03, G04): what is wanted is asked for at once, again when a station that was
 * away comes back, and again after a boot, for stations that forget it although they must not (G03.FR.05).
 */
export class AvailabilityControl {
  readonly #core: Core;
  readonly #sending: Sending;
  readonly #windows: MaintenanceWindows;
  readonly #onFailure: (error: unknown) => void;
  /** By station, then by place. */
  readonly #desired = new Map<string, Map<string, DesiredAvailability>>();

  private constructor({ core, sending, windows, onFailure }: ControlParts) {
    this.#core = core;
    this.#sending = sending;
    this.#windows = windows;
    this.#onFailure = onFailure;
    core.signals.on('removed', ({ station }) => this.#desired.delete(station.id));
    core.signals.on('booted', ({ station }) => this.#resume(station, true));
    core.signals.on('connected', ({ station }) => this.#resume(station, false));
    windows.onChange((targets) => {
      for (const target of targets) this.#reconcile(target, 'maintenance').catch(onFailure);
    });
  }

  static async load(parts: ControlParts): Promise<AvailabilityControl> {
    const control = new AvailabilityControl(parts);
    for (const desired of await loadDesired(parts.core.database)) control.#remember(desired);
    return control;
  }

  /**
   * What an operator wants from now on; a maintenance window outranks it while it is open.
   *
   * @throws CommandError `unknownStation`
   */
  async put(
    stationId: string,
    { evseId, connectorId = 0, operationalStatus }: AvailabilityWish,
    by: string,
  ): Promise<DesiredAvailabilityView> {
    if (this.#core.stations.get(stationId) === undefined) {
      throw new CommandError('unknownStation', `There is no station "${stationId}".`);
    }
    const target = { stationId, evseId, connectorId };
    await this.#keep({ ...this.#known(target), wish: operationalStatus });
    await this.#reconcile(target, by, true);
    return this.#view(this.#known(target));
  }

  list(stationId: string): readonly DesiredAvailabilityView[] {
    const places = this.#desired.get(stationId)?.values() ?? [];
    return [...places]
      .sort((a, b) => a.evseId - b.evseId || a.connectorId - b.connectorId)
      .map((desired) => this.#view(desired));
  }

  /** A station is there again. What it has said yes to is asked for again only after a boot, and only when it is out. */
  #resume(station: Station, hasBooted: boolean): void {
    if (station.record.registration !== 'Accepted') return;
    for (const desired of this.#desired.get(station.id)?.values() ?? []) {
      const isOut = this.#effective(desired).status === 'Inoperative';
      this.#reconcile(desired, 'availability', hasBooted && isOut).catch(this.#onFailure);
    }
  }

  #effective(target: Target): {
    readonly status: OperationalStatus;
    readonly window: number | undefined;
  } {
    const window = this.#windows.openAt(target);
    return {
      status: window === undefined ? this.#known(target).wish : 'Inoperative',
      window: window?.id,
    };
  }

  /** Asks the station for what is wanted, when that is not what it has agreed to, or anyway when told to. */
  async #reconcile(target: Target, by: string, anyway = false): Promise<void> {
    const { status } = this.#effective(target);
    const known = this.#known(target);
    if (!anyway && known.sent === status && hasAgreed(known)) return;
    // Shown while it is under way.
    this.#remember(known);
    const { stationId, evseId, connectorId } = target;
    const evse = connectorId === 0 ? { id: evseId } : { id: evseId, connectorId };
    const answer = await this.#ask(
      stationId,
      { operationalStatus: status, ...(evseId === 0 ? {} : { evse }) },
      by,
    );
    // The wish may be another one by now.
    const { wish } = this.#known(target);
    const answeredAtMs = this.#core.clock.epochMs();
    await this.#keep({ ...target, wish, sent: status, answer, answeredAtMs });
  }

  async #ask(
    stationId: string,
    request: { operationalStatus: OperationalStatus; evse?: { id: number; connectorId?: number } },
    by: string,
  ): Promise<string> {
    try {
      const result = await this.#sending.send(stationId, 'ChangeAvailability', request, {
        by,
        timeoutS: TIMEOUT_S,
      });
      if (result.state === 'answered') return result.answer.status;
      return 'cause' in result ? result.cause : result.state;
    } catch (error) {
      if (error instanceof CommandError) return error.message;
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
function hasAgreed({ answer }: DesiredAvailability): boolean {
  return answer === 'Accepted' || answer === 'Scheduled';
}
