import type { Clock } from '@northbound/rpc';
import type {
  EvseConfig,
  Hands,
  Hardware,
  HardwareListener,
  MeterReading,
} from '@northbound/station';
import { type Output, SimulatedEvse } from './simulated-evse.ts';
import { MIDDLING_CAR, Vehicle, type VehicleConfig } from './vehicle.ts';

/** What the hardware of a simulated station is made of. */
export interface SimulatedHardwareOptions {
  readonly clock: Clock;
  readonly evses: readonly EvseConfig[];
  /** The vehicle that `hands.plugIn` brings; a middling car when absent. */
  readonly vehicle?: VehicleConfig;
  /** What the meter of each EVSE has counted in earlier lives, Wh; nothing when absent. */
  readonly registersWh?: readonly number[];
  /** Whether a meter at the grid connection counts all EVSEs. */
  readonly hasMainMeter?: boolean;
  /** Told after each change of a contactor and of an offer. */
  readonly outputChanged?: (evseId: number) => void;
}

/** The hardware of a station, with vehicles, meters and somebody's hands. */
export interface SimulatedHardware extends Hardware {
  readonly hands: Hands & Required<Pick<Hands, 'bay'>>;
  /** @throws RangeError for an EVSE that does not exist, or is taken */
  plugInVehicle(evseId: number, vehicle: Vehicle, connectorId?: number): void;
  /** The vehicle at an EVSE. */
  vehicleAt(evseId: number): Vehicle | undefined;
  /** From now on what is closed stays closed; or no longer, and what was to be open opens. */
  weld(evseId: number, isWelded: boolean): void;
  /** The contactor of an EVSE, and what it offers. */
  outputAt(evseId: number): Output;
}

/** Physics in place of a station's power electronics; deterministic in virtual time. */
export function simulatedHardware(options: SimulatedHardwareOptions): SimulatedHardware {
  const { clock, vehicle = MIDDLING_CAR, registersWh = [], outputChanged, hasMainMeter } = options;
  const evses = options.evses.map((config, index) => {
    const changed = () => outputChanged?.(index + 1);
    return new SimulatedEvse(clock, index + 1, config, registersWh[index] ?? 0, changed);
  });
  const at = (evseId: number): SimulatedEvse => {
    const evse = evses[evseId - 1];
    if (evse === undefined) throw new RangeError(`There is no EVSE ${evseId}`);
    return evse;
  };
  let listener: HardwareListener | undefined;
  const faults = new Faults();
  return {
    listen(next) {
      listener = next;
      for (const evse of evses) evse.listen(next);
      // What is broken is still broken after a boot.
      if (next !== undefined) clock.after(0, () => faults.tell(listener));
    },
    setContactor: (evseId, closed) => at(evseId).setContactor(closed),
    offer: (evseId, currentA) => at(evseId).offer(currentA),
    offerPower: (evseId, powerW) => at(evseId).offerPower(powerW),
    lock: (evseId) => at(evseId).lock(),
    readMeter: (evseId) => at(evseId).readMeter(),
    ...(hasMainMeter && { readMainMeter: () => sumOf(evses.map((evse) => evse.readMeter())) }),
    reset: async (evseId) => {
      for (const evse of evseId === 0 ? evses : [at(evseId)]) evse.reset();
      return true;
    },
    hands: {
      plugIn: (evseId, connectorId) => at(evseId).plugIn(new Vehicle(vehicle), connectorId),
      plugOut: (evseId) => at(evseId).plugOut(),
      bay: (evseId, occupied) => at(evseId).bay(occupied),
      fault: (evseId, fault) => {
        faults.add(evseId, fault);
        listener?.fault(evseId, fault);
      },
      clearFault: (evseId, code) => {
        faults.clear(evseId, code);
        listener?.faultCleared(evseId, code);
      },
    },
    plugInVehicle: (evseId, guest, connectorId = 1) => at(evseId).plugIn(guest, connectorId),
    vehicleAt: (evseId) => at(evseId).vehicle,
    weld: (evseId, isWelded) => at(evseId).weld(isWelded),
    outputAt: (evseId) => at(evseId).output,
  };
}

type Fault = Parameters<HardwareListener['fault']>[1];

/** What is broken, by EVSE; 0 is the station. */
class Faults {
  #all: { readonly evseId: number; readonly fault: Fault }[] = [];

  add(evseId: number, fault: Fault): void {
    this.clear(evseId, codeOf(fault));
    this.#all.push({ evseId, fault });
  }

  /** @param code all of the EVSE when absent */
  clear(evseId: number, code: string | undefined): void {
    this.#all = this.#all.filter(
      (one) => one.evseId !== evseId || (code !== undefined && codeOf(one.fault) !== code),
    );
  }

  tell(listener: HardwareListener | undefined): void {
    for (const { evseId, fault } of this.#all) listener?.fault(evseId, fault);
  }
}

function codeOf(fault: Fault): string {
  return typeof fault === 'string' ? fault : fault.code;
}

const MAINS_V = 230;

/** What the meter at the grid connection shows: everything that the EVSEs deliver, on three phases. */
function sumOf(readings: readonly MeterReading[]): MeterReading {
  const sum = (of: (reading: MeterReading) => number) =>
    readings.reduce((total, reading) => total + of(reading), 0);
  const powerW = sum((reading) => reading.powerW);
  const perPhaseA = powerW / (3 * MAINS_V);
  return {
    registerWh: sum(({ registerWh }) => registerWh),
    powerW,
    currentA: [perPhaseA, perPhaseA, perPhaseA],
    voltageV: [MAINS_V, MAINS_V, MAINS_V],
  };
}
