export {
  type SimulatedHardware,
  type SimulatedHardwareOptions,
  simulatedHardware,
} from './vehicle/hardware.ts';
export { MIDDLING_CAR, Vehicle, type VehicleConfig } from './vehicle/vehicle.ts';
