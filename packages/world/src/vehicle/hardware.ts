import type { Clock, Timer } from '@northbound/rpc';
import type {
  EvseConfig,
  Hands,
  Hardware,
  HardwareListener,
  MeterReading,
  PilotReading,
} from '@northbound/station';
import { MIDDLING_CAR, type Offer, Vehicle, type VehicleConfig } from './vehicle.ts';

export interface SimulatedHardwareOptions {
  readonly clock: Clock;
  readonly evses: readonly EvseConfig[];
  /** The vehicle that `hands.plugIn` brings; a middling car when absent. */
  readonly vehicle?: VehicleConfig;
  /** What the meter of each EVSE has counted in earlier lives, Wh; nothing when absent. */
  readonly registersWh?: readonly number[];
}

/** The hardware of a station, with vehicles, meters and somebody's hands. */
export interface SimulatedHardware extends Hardware {
  readonly hands: Hands;
  /** @throws RangeError for an EVSE that does not exist, or is taken */
  plugInVehicle(evseId: number, vehicle: Vehicle, connectorId?: number): void;
  /** The vehicle at an EVSE. */
  vehicleAt(evseId: number): Vehicle | undefined;
  /** The contactor of an EVSE, and what its pilot offers, A per phase. */
  outputAt(evseId: number): Output;
}

interface Output {
  readonly closed: boolean;
  readonly offeredA: number;
}

/** Physics in place of a station's power electronics; deterministic in virtual time. */
export function simulatedHardware(options: SimulatedHardwareOptions): SimulatedHardware {
  const { clock, vehicle = MIDDLING_CAR, registersWh = [] } = options;
  const evses = options.evses.map(
    (config, index) => new SimulatedEvse(clock, index + 1, config, registersWh[index] ?? 0),
  );
  const at = (evseId: number): SimulatedEvse => {
    const evse = evses[evseId - 1];
    if (evse === undefined) throw new RangeError(`There is no EVSE ${evseId}`);
    return evse;
  };
  let listener: HardwareListener | undefined;
  return {
    listen(next) {
      listener = next;
      for (const evse of evses) evse.listen(next);
    },
    setContactor: (evseId, closed) => at(evseId).setContactor(closed),
    offer: (evseId, currentA) => at(evseId).offer(currentA),
    lock: (evseId) => at(evseId).lock(),
    readMeter: (evseId) => at(evseId).readMeter(),
    reset: async (evseId) => {
      for (const evse of evseId === 0 ? evses : [at(evseId)]) evse.reset();
      return true;
    },
    hands: {
      plugIn: (evseId, connectorId) => at(evseId).plugIn(new Vehicle(vehicle), connectorId),
      plugOut: (evseId) => at(evseId).plugOut(),
      bay: (evseId, occupied) => listener?.bay(evseId, occupied),
      fault: (evseId, code) => listener?.fault(evseId, code),
      clearFault: (evseId, code) => listener?.faultCleared(evseId, code),
    },
    plugInVehicle: (evseId, guest, connectorId = 1) => at(evseId).plugIn(guest, connectorId),
    vehicleAt: (evseId) => at(evseId).vehicle,
    outputAt: (evseId) => at(evseId).output,
  };
}

class SimulatedEvse {
  readonly #clock: Clock;
  readonly #id: number;
  readonly #config: EvseConfig;
  #listener: HardwareListener | undefined;
  #vehicle: Vehicle | undefined;
  #connectorId = 1;
  #pilot: PilotReading = 'A';
  #contactorClosed = false;
  #offeredA = 0;
  #registerWh: number;
  #integratedToMs: number;
  /** What the vehicle does next by itself: react to an offer, or be full. */
  #next: Timer | undefined;

  constructor(clock: Clock, id: number, config: EvseConfig, registerWh: number) {
    this.#clock = clock;
    this.#id = id;
    this.#config = config;
    this.#registerWh = registerWh;
    this.#integratedToMs = clock.monotonicMs();
  }

  get vehicle(): Vehicle | undefined {
    return this.#vehicle;
  }

  get output(): Output {
    return { closed: this.#contactorClosed, offeredA: this.#offeredA };
  }

  listen(listener: HardwareListener | undefined): void {
    this.#listener = listener;
    if (listener === undefined) {
      this.setContactor(false);
      this.offer(0);
    } else {
      this.#clock.after(0, () => this.#tellPilot());
    }
  }

  /** Nothing is offered, and the pilot is told anew. */
  reset(): void {
    this.setContactor(false);
    this.offer(0);
    this.#clock.after(0, () => this.#tellPilot());
  }

  plugIn(vehicle: Vehicle, connectorId: number): void {
    if (this.#vehicle !== undefined) throw new RangeError(`EVSE ${this.#id} is taken`);
    this.#vehicle = vehicle;
    this.#connectorId = connectorId;
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

  setContactor(closed: boolean): void {
    this.#integrate();
    this.#contactorClosed = closed;
    this.#vehicleReacts();
  }

  offer(currentA: number): void {
    this.#integrate();
    this.#offeredA = currentA;
    this.#vehicleReacts();
  }

  /** A lock that always works. */
  lock(): boolean {
    return true;
  }

  readMeter(): MeterReading {
    this.#integrate();
    const { phases, voltageV } = this.#config;
    const vehicle = this.#vehicle;
    const powerW = this.#flows && vehicle ? vehicle.powerW(this.#offer) : 0;
    const used = vehicle?.phasesUsed(this.#offer) ?? phases;
    return {
      registerWh: this.#registerWh,
      powerW,
      currentA: Array.from({ length: phases }, (_, phase) =>
        phase < used ? powerW / (voltageV * used) : 0,
      ),
      voltageV: Array.from({ length: phases }, () => voltageV),
      ...(vehicle !== undefined && { socPercent: vehicle.socPercent }),
    };
  }

  get #flows(): boolean {
    return this.#contactorClosed && this.#pilot === 'C';
  }

  get #offer(): Offer {
    const { voltageV, phases } = this.#config;
    return { currentA: this.#offeredA, voltageV, phases };
  }

  /** Adds what flowed since the last time; everything that changes the flow calls it first. */
  #integrate(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#flows && this.#vehicle !== undefined) {
      this.#registerWh += this.#vehicle.charge(this.#offer, nowMs - this.#integratedToMs);
    }
    this.#integratedToMs = nowMs;
  }

  /** The vehicle follows the offer after its reaction time, and stops by itself when it is full. */
  #vehicleReacts(): void {
    this.#next?.cancel();
    this.#next = undefined;
    const vehicle = this.#vehicle;
    if (vehicle === undefined) return;
    const wanted: PilotReading = vehicle.wants(this.#offeredA) ? 'C' : 'B';
    if (wanted !== this.#pilot) {
      this.#next = this.#clock.after(vehicle.config.reactionMs, () => {
        this.#integrate();
        this.#setPilot(wanted);
        this.#vehicleReacts();
      });
    } else if (this.#flows) {
      const fullMs = Math.ceil(vehicle.msUntilFull(this.#offer));
      this.#next = this.#clock.after(fullMs, () => {
        this.#integrate();
        this.#vehicleReacts();
      });
    }
  }

  #setPilot(reading: PilotReading): void {
    this.#pilot = reading;
    this.#tellPilot();
  }

  #tellPilot(): void {
    this.#listener?.pilot(this.#id, this.#connectorId, this.#pilot);
  }
}
