import type { Clock, Timer } from '@northbound/rpc';
import type { EvseConfig, HardwareListener, MeterReading, PilotReading } from '@northbound/station';
import type { Offer, Vehicle } from './vehicle.ts';

/** What an EVSE gives at a moment. */
export interface Output {
  readonly closed: boolean;
  /** What its pilot offers, A per phase; 0 of DC. */
  readonly offeredA: number;
  /** What it may deliver at most, W. */
  readonly offeredW: number;
}

/** The power electronics of one EVSE and what is plugged into it. */
export class SimulatedEvse {
  readonly #clock: Clock;
  readonly #id: number;
  readonly #config: EvseConfig;
  readonly #changed: () => void;
  /** Of each phase, as the meter shows them: they are read every minute, and never change. */
  readonly #voltageV: readonly number[];
  readonly #noCurrentA: readonly number[];
  #listener: HardwareListener | undefined;
  #vehicle: Vehicle | undefined;
  #connectorId = 1;
  #pilot: PilotReading = 'A';
  #contactorClosed = false;
  /** What it was told last; a welded one stays closed. */
  #wantedClosed = false;
  #isWelded = false;
  #offeredA = 0;
  #offeredDcW = 0;
  #registerWh: number;
  #integratedToMs: number;
  #isAsleep = false;
  /** What stands in the bay; undefined where nobody has looked. */
  #isBayTaken: boolean | undefined;
  /** What the vehicle does next by itself: react to an offer, fall asleep, be content, or ask again. */
  #next: Timer | undefined;

  /** @param changed called after each change of the contactor, the offer and the pilot */
  constructor(
    clock: Clock,
    id: number,
    config: EvseConfig,
    registerWh: number,
    changed: () => void,
  ) {
    this.#clock = clock;
    this.#id = id;
    this.#config = config;
    this.#voltageV = new Array<number>(config.phases).fill(config.voltageV);
    this.#noCurrentA = new Array<number>(config.phases).fill(0);
    this.#registerWh = registerWh;
    this.#integratedToMs = clock.monotonicMs();
    this.#changed = changed;
  }

  get vehicle(): Vehicle | undefined {
    return this.#vehicle;
  }

  get output(): Output {
    const { dc, phases, voltageV } = this.#config;
    const offeredA = dc === undefined ? this.#offeredA : 0;
    const offeredW = dc === undefined ? offeredA * phases * voltageV : this.#offeredDcW;
    return { closed: this.#contactorClosed, offeredA, offeredW };
  }

  listen(listener: HardwareListener | undefined): void {
    this.#listener = listener;
    if (listener === undefined) {
      this.setContactor(false);
      this.#offerNothing();
    } else {
      this.#clock.after(0, () => {
        this.#tellPilot();
        this.#tellBay();
      });
    }
  }

  bay(isTaken: boolean): void {
    this.#isBayTaken = isTaken;
    this.#tellBay();
  }

  /** Nothing is offered, and the pilot is told anew. */
  reset(): void {
    this.setContactor(false);
    this.#offerNothing();
    this.#clock.after(0, () => this.#tellPilot());
  }

  plugIn(vehicle: Vehicle, connectorId: number): void {
    if (this.#vehicle !== undefined) throw new RangeError(`EVSE ${this.#id} is taken`);
    this.#integrate();
    this.#vehicle = vehicle;
    this.#connectorId = connectorId;
    this.#isAsleep = false;
    this.#setPilot('B');
    this.#vehicleReacts();
  }

  plugOut(): void {
    if (this.#vehicle === undefined) return;
    this.#integrate();
    this.#vehicle = undefined;
    this.#next?.cancel();
    this.#setPilot('A');
  }

  weld(isWelded: boolean): void {
    this.#isWelded = isWelded;
    this.setContactor(this.#wantedClosed);
  }

  setContactor(closed: boolean): void {
    this.#integrate();
    this.#wantedClosed = closed;
    this.#contactorClosed = closed || (this.#isWelded && this.#contactorClosed);
    this.#vehicleReacts();
    this.#changed();
  }

  offer(currentA: number): void {
    this.#integrate();
    this.#offeredA = currentA;
    this.#vehicleReacts();
    this.#changed();
  }

  offerPower(powerW: number): void {
    this.#integrate();
    this.#offeredDcW = powerW;
    this.#vehicleReacts();
    this.#changed();
  }

  /** A lock that always works. */
  lock(): boolean {
    return true;
  }

  readMeter(): MeterReading {
    this.#integrate();
    const vehicle = this.#vehicle;
    const powerW = this.#flows && vehicle ? vehicle.powerW(this.#offer) : 0;
    return {
      registerWh: this.#registerWh,
      powerW,
      ...this.#electric(powerW),
      ...(vehicle !== undefined && { socPercent: vehicle.socPercent }),
    };
  }

  #electric(powerW: number): Pick<MeterReading, 'isDc' | 'currentA' | 'voltageV'> {
    const { dc, phases, voltageV } = this.#config;
    if (dc !== undefined) {
      const { nominalVoltageV } = dc;
      return { isDc: true, currentA: [powerW / nominalVoltageV], voltageV: [nominalVoltageV] };
    }
    const used = this.#vehicle?.phasesUsed(this.#offer) ?? phases;
    const currentA = powerW === 0 ? this.#noCurrentA : currentsA(powerW, voltageV, used, phases);
    return { currentA, voltageV: this.#voltageV };
  }

  get #flows(): boolean {
    return this.#contactorClosed && this.#pilot === 'C';
  }

  get #offer(): Offer {
    const { voltageV, phases, dc } = this.#config;
    if (dc !== undefined) return { dcW: this.#offeredDcW };
    return { currentA: this.#offeredA, voltageV, phases };
  }

  #offerNothing(): void {
    this.offer(0);
    if (this.#config.dc !== undefined) this.offerPower(0);
  }

  /** Adds what flowed since the last time; everything that changes the flow calls it first. */
  #integrate(): void {
    const nowMs = this.#clock.monotonicMs();
    const passedMs = nowMs - this.#integratedToMs;
    this.#integratedToMs = nowMs;
    if (this.#vehicle === undefined || passedMs === 0) return;
    if (this.#flows) this.#registerWh += this.#vehicle.charge(this.#offer, passedMs);
    else this.#vehicle.rest(passedMs);
  }

  /** The vehicle follows the offer after its reaction time, stops when it has what it wants, and asks again later. */
  #vehicleReacts(): void {
    this.#next?.cancel();
    this.#next = undefined;
    const vehicle = this.#vehicle;
    if (vehicle === undefined) return;
    const { reactionMs, sleep } = vehicle.config;
    const wanted: PilotReading = vehicle.wants(this.#offer) ? 'C' : 'B';
    if (wanted !== this.#pilot) {
      const waitMs = this.#isAsleep && sleep !== undefined ? sleep.wakesInMs : reactionMs;
      this.#then(waitMs, () => {
        this.#isAsleep = false;
        this.#setPilot(wanted);
      });
    } else if (this.#flows) {
      this.#then(Math.ceil(vehicle.msUntilContent(this.#offer)), () => undefined);
    } else if (wanted === 'B' && Number.isFinite(vehicle.msUntilItAsksAgain())) {
      this.#then(Math.ceil(vehicle.msUntilItAsksAgain()) + 1, () => undefined);
    } else if (wanted === 'B' && sleep !== undefined && !this.#isAsleep) {
      this.#then(sleep.afterMs, () => {
        this.#isAsleep = true;
      });
    }
  }

  #then(waitMs: number, run: () => void): void {
    if (!Number.isFinite(waitMs)) return;
    this.#next = this.#clock.after(waitMs, () => {
      this.#integrate();
      run();
      this.#vehicleReacts();
    });
  }

  #setPilot(reading: PilotReading): void {
    this.#pilot = reading;
    this.#tellPilot();
    this.#changed();
  }

  #tellPilot(): void {
    this.#listener?.pilot(this.#id, this.#connectorId, this.#pilot);
  }

  #tellBay(): void {
    if (this.#isBayTaken !== undefined) this.#listener?.bay(this.#id, this.#isBayTaken);
  }
}

function currentsA(powerW: number, voltageV: number, used: number, phases: number): number[] {
  const perPhaseA = powerW / (voltageV * used);
  const currentA: number[] = [];
  for (let phase = 0; phase < phases; phase++) currentA.push(phase < used ? perPhaseA : 0);
  return currentA;
}
