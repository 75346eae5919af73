import type { Random } from '@northbound/rpc';
import type { VehicleConfig } from '../vehicle/vehicle.ts';

/** Batteries and on-board chargers that are on the road: capacity in kWh, phases, current in A. */
const MODELS: readonly (readonly [capacityKwh: number, phases: 1 | 3, currentA: number])[] = [
  [36, 1, 32],
  [52, 3, 32],
  [58, 3, 16],
  [64, 3, 16],
  [77, 3, 16],
  [82, 3, 16],
];

/**
 * A vehicle somebody might come with.
 * @param speed shrinks the battery by this factor: it fills so much faster, and power, current,
 * energy and time still agree with each other
 */
export function someVehicle(random: Random, speed: number): VehicleConfig {
  const [capacityKwh, phases, currentA] = MODELS[Math.floor(random.next() * MODELS.length)] ?? [
    58, 3, 16,
  ];
  return {
    battery: {
      capacityWh: (capacityKwh * 1000) / speed,
      maxPowerW: phases * currentA * 230,
      taperFromPercent: 78 + random.next() * 8,
      fullPowerFraction: 0.1,
    },
    socPercent: 15 + random.next() * 50,
    phases,
    maxCurrentA: currentA,
    minCurrentA: 6,
    reactionMs: 800 + random.next() * 2_000,
  };
}
