export type { Card, Habits } from './fleet/driver.ts';
export {
  FLEET_CARDS,
  type Fleet,
  type FleetOptions,
  type FleetStation,
  startFleet,
} from './fleet/fleet.ts';
export {
  type SimulatedHardware,
  type SimulatedHardwareOptions,
  simulatedHardware,
} from './vehicle/hardware.ts';
export { hardwareWithLastingMeters } from './vehicle/node/lasting-meters.ts';
export { MIDDLING_CAR, Vehicle, type VehicleConfig } from './vehicle/vehicle.ts';
