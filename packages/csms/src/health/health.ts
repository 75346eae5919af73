import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Refusal } from '../gateway/refusals.ts';
import type { CommandRecord } from '../remote-control/command.ts';
import type { Connection, Station } from '../stations/station.ts';
import { publishStation } from '../stations/view.ts';
import { timestampOf } from '../timestamps.ts';
import { Evidence } from './evidence.ts';
import { healthView, type Judgement, judgeLights } from './judge.ts';
import type { HealthView, Lights } from './views.ts';

export interface HealthSettings {
  readonly heartbeatIntervalS: number;
  /** Whether stations are looked at by the clock, and asked something now and then. */
  readonly watchesStations?: boolean;
}

/** In which time the whole fleet is looked at: in a part of the time after which silence says something. */
const LOOKS_PER_HEARTBEAT = 10;
const LEAST_LOOK_EVERY_MS = 15_000;
const MOST_LOOK_EVERY_MS = 60_000;

/** A large fleet is looked at in parts: each is short, so that no message waits for it. */
const MOST_PARTS = 60;
const STATIONS_OF_PART = 50;

/** Between two questions to a station that are asked only to get an answer: in doubt, and when all is well. */
const ASK_IN_DOUBT_EVERY_MS = 900_000;
const ASK_EVERY_MS = 3_600_000;

const ASK_TIMEOUT_MS = 30_000;

/** Questions on their way at the same time: a fleet is asked one after the other. */
const MOST_ASKED = 50;

/** The cheapest question of each version that a station's program must answer itself; a refusal is an answer too. */
const QUESTIONS = {
  '1.6': ['GetConfiguration', { key: ['HeartbeatInterval'] }],
  '2': [
    'GetVariables',
    {
      getVariableData: [
        { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } },
      ],
    },
  ],
} as const;

/** The lights of all stations. */
export class Health {
  readonly #core: Core;
  readonly #settings: HealthSettings;
  readonly #onFailure: (error: unknown) => void;
  readonly #evidence = new WeakMap<Station, Evidence>();
  #asked = 0;
  /** The part of the fleet that is looked at next. */
  #part = 0;
  #timer: Timer | undefined;

  constructor(core: Core, settings: HealthSettings, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#settings = settings;
    this.#onFailure = onFailure;
    core.signals.on('connected', ({ station }) => {
      this.#evidenceOf(station).connected(
        core.clock.epochMs(),
        station.connection?.takesPlace === true,
      );
      this.#light(station);
    });
    core.signals.on('disconnected', ({ station }) => this.#light(station));
    core.signals.on('commandSettled', ({ command }) => this.#learn(command));
    if (settings.watchesStations === true) this.#schedule();
  }

  /** A CALL has come from a station. On the way of every message: it must cost next to nothing. */
  heard(station: Station, action: string, text: string): void {
    this.#evidenceOf(station).heard(action, text, this.#core.clock.epochMs());
  }

  /** @param isNews whether those who watch are told: it comes back in seconds, and is turned away again */
  turnedAway(station: Station, refusal: Refusal, isNews: boolean): void {
    this.#evidenceOf(station).refusal = refusal;
    if (isNews) this.#tell(station, this.#judge(station));
  }

  /** @returns undefined for a station that is not known */
  of(stationId: string): HealthView | undefined {
    const station = this.#core.stations.get(stationId);
    return station === undefined ? undefined : this.#view(station, this.#judge(station));
  }

  close(): void {
    this.#timer?.cancel();
  }

  #evidenceOf(station: Station): Evidence {
    const known = this.#evidence.get(station);
    if (known !== undefined) return known;
    const fresh = new Evidence();
    this.#evidence.set(station, fresh);
    return fresh;
  }

  #judge(station: Station): Judgement {
    const evidence = this.#evidenceOf(station);
    const nowMs = this.#core.clock.epochMs();
    return judgeLights(station, evidence, this.#settings.heartbeatIntervalS, nowMs);
  }

  #view(station: Station, judgement: Judgement): HealthView {
    const evidence = this.#evidenceOf(station);
    return healthView(station, evidence, judgement, this.#core.clock.epochMs());
  }

  /** What an operator asks shows as well whether it answers. */
  #learn({ stationId, state }: CommandRecord): void {
    const station = this.#core.stations.get(stationId);
    if (station === undefined) return;
    const evidence = this.#evidenceOf(station);
    if (state === 'timedOut') evidence.unanswered += 1;
    else if (state === 'answered' || state === 'refused')
      evidence.answered(this.#core.clock.epochMs());
    else return;
    this.#light(station);
  }

  #schedule(): void {
    const { length } = this.#core.stations.all();
    const parts = Math.min(MOST_PARTS, Math.max(1, Math.ceil(length / STATIONS_OF_PART)));
    this.#timer = this.#core.clock.after(this.#lookEveryMs / parts, () => {
      this.#look(parts);
      this.#schedule();
    });
  }

  get #lookEveryMs(): number {
    const wantedMs = (this.#settings.heartbeatIntervalS * 1000) / LOOKS_PER_HEARTBEAT;
    return Math.min(MOST_LOOK_EVERY_MS, Math.max(LEAST_LOOK_EVERY_MS, wantedMs));
  }

  #look(parts: number): void {
    const nowMs = this.#core.clock.epochMs();
    const stations = this.#core.stations.all();
    const from = Math.floor((stations.length * this.#part) / parts);
    const to = Math.floor((stations.length * (this.#part + 1)) / parts);
    this.#part = (this.#part + 1) % parts;
    for (const station of stations.slice(from, to)) {
      const evidence = this.#evidenceOf(station);
      evidence.lookAtMeters(station, nowMs);
      this.#light(station);
      const { connection } = station;
      if (connection === undefined || !this.#isToBeAsked(station, connection, evidence, nowMs))
        continue;
      this.#ask(station, connection, evidence, nowMs).catch(this.#onFailure);
    }
  }

  /** Tells those who watch when a light has changed. */
  #light(station: Station): void {
    const judgement = this.#judge(station);
    const lights: Lights = {
      link: judgement.link.light,
      application: judgement.application.light,
      function: judgement.function.light,
    };
    const known = station.lights;
    const isSame =
      known?.link === lights.link &&
      known.application === lights.application &&
      known.function === lights.function;
    if (isSame) return;
    station.lights = lights;
    this.#tell(station, judgement);
    if (known !== undefined) publishStation(this.#core, station);
  }

  #tell(station: Station, judgement: Judgement): void {
    const { bus, clock } = this.#core;
    if (!bus.wants('health', station.id)) return;
    const at = timestampOf(clock.epochMs());
    const health = this.#view(station, judgement);
    bus.publish({ type: 'health', at, stationId: station.id, health });
  }

  #isToBeAsked(
    { record, lights }: Station,
    { sinceMs }: Connection,
    { canary, answeredAtMs }: Evidence,
    nowMs: number,
  ): boolean {
    if (record.registration !== 'Accepted' || this.#asked >= MOST_ASKED) return false;
    // What was answered before it has connected says little of it now.
    const isWell = answeredAtMs >= sinceMs && isAllGreen(lights);
    const lastMs = Math.max(canary?.askedAtMs ?? 0, answeredAtMs, sinceMs);
    return nowMs - lastMs >= (isWell ? ASK_EVERY_MS : ASK_IN_DOUBT_EVERY_MS);
  }

  async #ask(
    station: Station,
    { peer }: Connection,
    evidence: Evidence,
    nowMs: number,
  ): Promise<void> {
    const [action, payload] = QUESTIONS[peer.version === '1.6' ? '1.6' : '2'];
    this.#asked += 1;
    evidence.canary = { askedAtMs: nowMs, answeredInMs: undefined };
    const late = this.#core.clock.after(ASK_TIMEOUT_MS, () => {
      evidence.unanswered += 1;
      this.#light(station);
    });
    // What an operator wants goes first.
    const { outcome } = await peer.callRaw(action, payload, {
      timeoutMs: ASK_TIMEOUT_MS,
      priority: -1,
    });
    this.#asked -= 1;
    // It never came to a question, or nobody knows; or the time above is over.
    const isAnswered =
      outcome === 'answered' || outcome === 'refused' || outcome === 'invalidAnswer';
    if (outcome !== 'timedOut') late.cancel();
    if (!isAnswered) return;
    const answeredAtMs = this.#core.clock.epochMs();
    evidence.answered(answeredAtMs);
    evidence.canary = { askedAtMs: nowMs, answeredInMs: answeredAtMs - nowMs };
  }
}

function isAllGreen(lights: Lights | undefined): boolean {
  return lights?.link === 'green' && lights.application === 'green' && lights.function === 'green';
}
