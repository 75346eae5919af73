import { Alarm } from '../alarm.ts';
import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import type { PageRequest } from '../paging.ts';
import type { Groups } from '../stations/groups.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import {
  loadWindows,
  type MaintenanceWindow,
  saveWindow,
  selectWindows,
  type Target,
} from './control-sql.ts';
import type { MaintenanceWindowView, WindowState } from './views.ts';

export type WindowRequest = Omit<MaintenanceWindowView, 'id' | 'state'>;

export interface WindowFilter extends PageRequest {
  readonly state?: WindowState;
}

export interface WindowParts {
  readonly core: Core;
  readonly groups: Groups;
  readonly onFailure: (error: unknown) => void;
}

/** Times in which stations are out of service, opened and closed when they come, over restarts too. */
export class MaintenanceWindows {
  readonly #core: Core;
  readonly #groups: Groups;
  readonly #onFailure: (error: unknown) => void;
  readonly #windows = new Map<number, MaintenanceWindow>();
  readonly #alarm: Alarm;
  #listener: (targets: readonly Target[]) => void = () => undefined;

  private constructor({ core, groups, onFailure }: WindowParts) {
    this.#core = core;
    this.#groups = groups;
    this.#onFailure = onFailure;
    this.#alarm = new Alarm(core.clock, () => this.#turn());
  }

  static async load(parts: WindowParts): Promise<MaintenanceWindows> {
    const windows = new MaintenanceWindows(parts);
    for (const window of await loadWindows(parts.core.database)) {
      windows.#windows.set(window.id, window);
    }
    return windows;
  }

  /**
   * Told of the places for which a window has opened or closed. None does before somebody listens: one whose time has
   * come while the CSMS was down would open unheard.
   */
  onChange(listener: (targets: readonly Target[]) => void): void {
    this.#listener = listener;
    this.#setAlarm();
  }

  /** @throws CommandError `conflict` when it makes no sense, `unknownStation` */
  async plan(request: WindowRequest): Promise<MaintenanceWindowView> {
    const window: MaintenanceWindow = {
      id: this.#core.ids.next('availability_windows'),
      stationIds: request.stationIds,
      group: request.group,
      evseId: request.evseId ?? 0,
      startsAtMs: epochMsOf(request.startsAt),
      endsAtMs: epochMsOf(request.endsAt),
      reason: request.reason,
      state: 'Planned',
    };
    this.#check(window);
    await this.#keep(window);
    this.#turn();
    return windowView(this.#windows.get(window.id) ?? window);
  }

  /** An open one ends at once. @throws CommandError `notFound` when none is planned or open with this number */
  async cancel(id: number): Promise<MaintenanceWindowView> {
    const window = this.#windows.get(id);
    if (window === undefined) {
      throw new CommandError('notFound', `No window ${id} is planned or open.`);
    }
    const ended: MaintenanceWindow = { ...window, state: 'Cancelled' };
    // In memory first: it must not open while this is being stored.
    this.#remember(ended);
    try {
      await this.#keep(ended);
    } catch (error) {
      this.#remember(window);
      this.#turn();
      throw error;
    }
    if (window.state === 'Open') this.#listener(this.#targetsOf(window));
    return windowView(ended);
  }

  /** Newest first. */
  list({ state, ...page }: WindowFilter): Promise<Page<MaintenanceWindowView>> {
    return selectWindows(this.#core.database, state, page, windowView);
  }

  /** Those that are open for a station, or for an EVSE of it. */
  openAt(stationId: string): readonly MaintenanceWindow[] {
    return [...this.#windows.values()].filter(
      ({ state, stationIds, group }) =>
        state === 'Open' &&
        (stationIds?.includes(stationId) === true ||
          (group !== undefined && this.#groups.has(stationId, group))),
    );
  }

  close(): void {
    this.#alarm.close();
  }

  #check({ stationIds, group, startsAtMs, endsAtMs }: MaintenanceWindow): void {
    if ((stationIds === undefined) === (group === undefined)) {
      throw new CommandError('conflict', 'A window is for stations or for a group of them.');
    }
    if (endsAtMs <= startsAtMs) throw new CommandError('conflict', 'It ends before it begins.');
    if (endsAtMs <= this.#core.clock.epochMs()) {
      throw new CommandError('conflict', 'It is over already.');
    }
    const unknown = stationIds?.find((id) => this.#core.stations.get(id) === undefined);
    if (unknown !== undefined) {
      throw new CommandError('unknownStation', `There is no station "${unknown}".`);
    }
  }

  #turn(): void {
    const nowMs = this.#core.clock.epochMs();
    for (const window of [...this.#windows.values()]) {
      const state = stateAt(window, nowMs);
      if (state === window.state) continue;
      const turned: MaintenanceWindow = { ...window, state };
      // In memory first: the alarm must not ring again while this is being stored.
      this.#remember(turned);
      this.#keep(turned).catch(this.#onFailure);
      this.#listener(this.#targetsOf(turned));
    }
    this.#setAlarm();
  }

  #targetsOf({ stationIds, group, evseId }: MaintenanceWindow): Target[] {
    const members = stationIds ?? (group === undefined ? [] : [...this.#groups.members(group)]);
    return members.map((stationId) => ({ stationId, evseId, connectorId: 0 }));
  }

  async #keep(window: MaintenanceWindow): Promise<void> {
    await commit(this.#core, {
      statements: [saveWindow(window)],
      apply: () => this.#remember(window),
    });
    this.#setAlarm();
  }

  #remember(window: MaintenanceWindow): void {
    const isOver = window.state === 'Closed' || window.state === 'Cancelled';
    if (isOver) this.#windows.delete(window.id);
    else this.#windows.set(window.id, window);
  }

  #setAlarm(): void {
    let soonestMs: number | undefined;
    for (const { state, startsAtMs, endsAtMs } of this.#windows.values()) {
      const nextMs = state === 'Planned' ? startsAtMs : endsAtMs;
      if (soonestMs === undefined || nextMs < soonestMs) soonestMs = nextMs;
    }
    this.#alarm.set(soonestMs);
  }
}

function stateAt({ startsAtMs, endsAtMs }: MaintenanceWindow, nowMs: number): WindowState {
  if (nowMs >= endsAtMs) return 'Closed';
  return nowMs >= startsAtMs ? 'Open' : 'Planned';
}

function windowView(window: MaintenanceWindow): MaintenanceWindowView {
  const { id, stationIds, group, evseId, reason, state } = window;
  return {
    id,
    ...(stationIds === undefined ? {} : { stationIds }),
    ...(group === undefined ? {} : { group }),
    ...(evseId === 0 ? {} : { evseId }),
    startsAt: timestampOf(window.startsAtMs),
    endsAt: timestampOf(window.endsAtMs),
    ...(reason === undefined ? {} : { reason }),
    state,
  };
}
