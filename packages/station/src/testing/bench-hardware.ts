import type { Clock } from '@northbound/rpc';
import type { PilotReading } from '../evse/pilot.ts';
import type { MeterReading } from '../metering/reading.ts';
import type { Hands, Hardware, HardwareListener } from '../ports.ts';

const POWER_W = 7_360;

interface BenchEvse {
  connectorId: number;
  pilot: PilotReading;
  offerA: number;
  closed: boolean;
  locked: boolean;
  registerWh: number;
  sinceMs: number;
}

/** Hardware for tests: a vehicle that wants energy whenever it is offered some, at 7,360 W or what it is offered. */
export class BenchHardware implements Hardware {
  readonly #clock: Clock;
  readonly #evses: BenchEvse[];
  #listener: HardwareListener | undefined;
  /** Whether vehicles ask for energy; a sleeping one does not. */
  vehiclesAwake = true;
  locksWork = true;
  socPercent = 50;
  /** Whether its EVSEs are DC, at 400 V. */
  isDc = false;
  /** The meter of the whole station, where it has one. */
  readMainMeter?: () => MeterReading;
  /** The EVSEs that were reset, 0 for the station. */
  readonly resets: number[] = [];
  /** A sensor sees them also when the station boots. */
  readonly #occupiedBays = new Set<number>();
  /** How many of the next attempts to reset fail. */
  failingResets = 0;

  constructor(clock: Clock, evses: number) {
    this.#clock = clock;
    this.#evses = Array.from({ length: evses }, () => ({
      connectorId: 1,
      pilot: 'A',
      offerA: 0,
      closed: false,
      locked: false,
      registerWh: 1_000,
      sinceMs: clock.monotonicMs(),
    }));
  }

  /** A declared component measures something else. */
  measure(...args: Parameters<HardwareListener['measured']>): void {
    this.#listener?.measured(...args);
  }

  readonly hands: Hands = {
    plugIn: (evseId, connectorId) => {
      this.evse(evseId).connectorId = connectorId;
      this.setPilot(evseId, 'B');
      this.#react(evseId);
    },
    plugOut: (evseId) => this.setPilot(evseId, 'A'),
    bay: (evseId, occupied) => {
      if (occupied) this.#occupiedBays.add(evseId);
      else this.#occupiedBays.delete(evseId);
      this.#listener?.bay(evseId, occupied);
    },
    fault: (evseId, code) => this.#listener?.fault(evseId, code),
    clearFault: (evseId, code) => this.#listener?.faultCleared(evseId, code),
  };

  listen(listener: HardwareListener | undefined): void {
    this.#listener = listener;
    for (const index of this.#evses.keys()) {
      const evseId = index + 1;
      if (listener === undefined) {
        this.setContactor(evseId, false);
        this.offer(evseId, 0);
      } else {
        if (this.#occupiedBays.has(evseId)) listener.bay(evseId, true);
        this.#clock.after(0, () => this.#tell(evseId));
      }
    }
  }

  setContactor(evseId: number, closed: boolean): void {
    this.#integrate(evseId);
    this.evse(evseId).closed = closed;
  }

  offer(evseId: number, currentA: number): void {
    this.#integrate(evseId);
    this.evse(evseId).offerA = currentA;
    this.#clock.after(0, () => this.#react(evseId));
  }

  offerPower(evseId: number, powerW: number): void {
    this.offer(evseId, powerW / 230);
  }

  /** Only the connector that a vehicle is at, or was at last, has a cable in it. */
  lock(evseId: number, connectorId: number, locked: boolean): boolean {
    const evse = this.evse(evseId);
    if (this.locksWork && evse.connectorId === connectorId) evse.locked = locked;
    return this.locksWork;
  }

  readMeter(evseId: number): MeterReading {
    this.#integrate(evseId);
    const evse = this.evse(evseId);
    const { registerWh } = evse;
    const powerW = powerOf(evse);
    if (this.isDc) {
      const { socPercent } = this;
      const currentA = [powerW / 400];
      return { registerWh, powerW, isDc: true, currentA, voltageV: [400], socPercent };
    }
    return {
      registerWh,
      powerW,
      currentA: [powerW / 230],
      voltageV: [230],
      socPercent: this.socPercent,
    };
  }

  async reset(evseId: number): Promise<boolean> {
    this.resets.push(evseId);
    if (this.failingResets > 0) {
      this.failingResets -= 1;
      return false;
    }
    return true;
  }

  setPilot(evseId: number, reading: PilotReading): void {
    this.evse(evseId).pilot = reading;
    this.#tell(evseId);
  }

  evse(evseId: number): BenchEvse {
    const evse = this.#evses[evseId - 1];
    if (evse === undefined) throw new RangeError(`There is no EVSE ${evseId}`);
    return evse;
  }

  #react(evseId: number): void {
    const { pilot, offerA } = this.evse(evseId);
    if (pilot !== 'B' && pilot !== 'C') return;
    const wanted = this.vehiclesAwake && offerA > 0 ? 'C' : 'B';
    if (wanted !== pilot) this.setPilot(evseId, wanted);
  }

  #tell(evseId: number): void {
    const { connectorId, pilot } = this.evse(evseId);
    this.#listener?.pilot(evseId, connectorId, pilot);
  }

  #integrate(evseId: number): void {
    const evse = this.evse(evseId);
    const nowMs = this.#clock.monotonicMs();
    if (evse.closed) evse.registerWh += (powerOf(evse) * (nowMs - evse.sinceMs)) / 3_600_000;
    evse.sinceMs = nowMs;
  }
}

function powerOf({ closed, offerA }: BenchEvse): number {
  return closed ? Math.min(POWER_W, offerA * 230) : 0;
}
