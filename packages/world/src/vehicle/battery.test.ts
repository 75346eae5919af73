import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { Battery } from './battery.ts';

const BATTERY = fc
  .record({
    capacityWh: fc.integer({ min: 1_000, max: 120_000 }),
    maxPowerW: fc.integer({ min: 1_400, max: 150_000 }),
    taperFromPercent: fc.integer({ min: 20, max: 95 }),
    fullPowerFraction: fc.double({ min: 0.02, max: 0.9, noNaN: true }),
  })
  .map((config) => new Battery(config));
const OFFER = fc.integer({ min: 1_400, max: 200_000 });
const PART = fc.double({ min: 0, max: 1, noNaN: true });
const HOURS = fc.double({ min: 0, max: 5, noNaN: true });

const close = (left: number, right: number, tolerance = 1e-6) =>
  assert.ok(
    Math.abs(left - right) <= tolerance * Math.max(1, Math.abs(right)),
    `${left} ≠ ${right}`,
  );

test('charging in two parts is charging in one', () => {
  fc.assert(
    fc.property(BATTERY, OFFER, PART, HOURS, HOURS, (battery, offeredW, soc, first, second) => {
      const fromWh = battery.capacityWh * soc;
      const atOnce = battery.energyAfter(fromWh, offeredW, first + second);
      const between = battery.energyAfter(fromWh, offeredW, first);
      close(battery.energyAfter(between, offeredW, second), atOnce);
    }),
    runs(),
  );
});

test('energy is the integral of power', () => {
  fc.assert(
    fc.property(BATTERY, OFFER, PART, (battery, offeredW, soc) => {
      const fromWh = battery.capacityWh * soc;
      const steps = 2_000;
      const hours = battery.hoursUntil(fromWh, offeredW) / 2;
      if (hours === 0) return;
      let energyWh = fromWh;
      for (let step = 0; step < steps; step++) {
        const powerW = battery.powerW(energyWh, offeredW);
        // The midpoint rule, against the closed form.
        energyWh +=
          (battery.powerW(energyWh + (powerW * hours) / steps / 2, offeredW) * hours) / steps;
      }
      close(energyWh, battery.energyAfter(fromWh, offeredW, hours), 1e-3);
    }),
    runs(30),
  );
});

test('it is full when it says so, and takes nothing more', () => {
  fc.assert(
    fc.property(BATTERY, OFFER, PART, (battery, offeredW, soc) => {
      const fromWh = battery.capacityWh * soc;
      const hours = battery.hoursUntil(fromWh, offeredW);
      close(battery.energyAfter(fromWh, offeredW, hours), battery.capacityWh);
      close(battery.energyAfter(fromWh, offeredW, hours + 1), battery.capacityWh);
      assert.equal(battery.powerW(battery.capacityWh, offeredW), 0);
    }),
    runs(),
  );
});

test('it takes no more than offered, and nothing from no offer', () => {
  fc.assert(
    fc.property(BATTERY, OFFER, PART, (battery, offeredW, soc) => {
      const energyWh = battery.capacityWh * soc;
      assert.ok(battery.powerW(energyWh, offeredW) <= offeredW);
      assert.equal(battery.energyAfter(energyWh, 0, 10), energyWh);
      assert.equal(battery.powerW(energyWh, 0), 0);
    }),
    runs(),
  );
});
