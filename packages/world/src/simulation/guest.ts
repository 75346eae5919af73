import type { Dice } from '@northbound/rpc/testing';
import { someVehicle } from '../fleet/garage.ts';
import type { VehicleConfig } from '../vehicle/vehicle.ts';

const MIN_MS = 60_000;

/** A vehicle with habits that vehicles have: it sleeps, it keeps room for its house, it takes DC. */
export function drawVehicle(dice: Dice): VehicleConfig {
  const random = { next: () => dice.between(0, 999_999) / 1_000_000 };
  return {
    ...someVehicle(random, 1),
    dcMaxPowerW: dice.oneOf(35_000, 70_000, 120_000),
    ...(dice.chance(0.2) && {
      targetPercent: dice.between(60, 90),
      standbyW: dice.oneOf(0, 400, 3_000),
    }),
    ...(dice.chance(0.2) && {
      sleep: {
        afterMs: dice.between(2, 30) * MIN_MS,
        // Some wake up only when they are plugged in anew.
        wakesInMs: dice.chance(0.3) ? Number.POSITIVE_INFINITY : dice.between(2_000, 3 * MIN_MS),
      },
    }),
  };
}
