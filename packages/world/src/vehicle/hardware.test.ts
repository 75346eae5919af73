import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import type { HardwareListener, PilotReading } from '@northbound/station';
import { simulatedHardware } from './hardware.ts';
import { MIDDLING_CAR, Vehicle } from './vehicle.ts';

const EVSE = {
  connectors: [{ type: 'sType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
} as const;

function bench() {
  const clock = new VirtualClock();
  const hardware = simulatedHardware({ clock, evses: [EVSE] });
  const pilots: PilotReading[] = [];
  const listener: HardwareListener = {
    pilot: (_evseId, _connectorId, reading) => void pilots.push(reading),
    fault: () => undefined,
    faultCleared: () => undefined,
    measured: () => undefined,
    bay: () => undefined,
  };
  hardware.listen(listener);
  return { clock, hardware, pilots };
}

test('a vehicle asks for energy when it is offered some, and the meter counts what it takes', async () => {
  const { clock, hardware, pilots } = bench();
  await clock.advance(0);
  hardware.hands.plugIn(1, 1);
  assert.deepEqual(pilots, ['A', 'B']);
  hardware.offer(1, 32);
  await clock.advance(1_500);
  assert.deepEqual(pilots, ['A', 'B', 'C']);
  hardware.setContactor(1, true);
  await clock.advance(3_600_000);
  const { registerWh, powerW, currentA, voltageV } = hardware.readMeter(1);
  // One hour at 16 A on three phases of 230 V.
  assert.equal(Math.round(registerWh), 11_040);
  assert.equal(powerW, 11_040);
  assert.deepEqual(currentA, [16, 16, 16]);
  assert.deepEqual(voltageV, [230, 230, 230]);
});

test('what is broken is still broken after a boot, until somebody mends it', async () => {
  const clock = new VirtualClock();
  const hardware = simulatedHardware({ clock, evses: [EVSE] });
  const told: string[] = [];
  const boot = async () => {
    hardware.listen(undefined);
    told.length = 0;
    hardware.listen({
      pilot: () => undefined,
      fault: (evseId, code) => void told.push(`${evseId} ${String(code)}`),
      faultCleared: () => undefined,
      measured: () => undefined,
      bay: () => undefined,
    });
    await clock.advance(0);
    return told;
  };
  // Nobody hears of it: there is no power.
  hardware.hands.fault(1, 'CX001');
  assert.deepEqual(await boot(), ['1 CX001']);
  hardware.hands.fault(0, 'CX005');
  assert.deepEqual(await boot(), ['1 CX001', '0 CX005']);
  hardware.hands.clearFault(1, 'CX001');
  assert.deepEqual(await boot(), ['0 CX005']);
  hardware.hands.clearFault(0);
  assert.deepEqual(await boot(), []);
});

test('a meter goes on from what it has counted before', async () => {
  const hardware = simulatedHardware({
    clock: new VirtualClock(),
    evses: [EVSE, EVSE],
    registersWh: [7_000],
  });
  assert.deepEqual(
    [1, 2].map((evseId) => hardware.readMeter(evseId).registerWh),
    [7_000, 0],
  );
});

test('the register agrees with the battery, however often it is read', async () => {
  const { clock, hardware } = bench();
  const vehicle = new Vehicle(MIDDLING_CAR);
  hardware.plugInVehicle(1, vehicle);
  hardware.offer(1, 10);
  await clock.advance(2_000);
  hardware.setContactor(1, true);
  for (let minute = 0; minute < 60 * 10; minute++) {
    await clock.advance(60_000);
    hardware.readMeter(1);
  }
  const gainedWh = ((vehicle.socPercent - MIDDLING_CAR.socPercent) / 100) * 60_000;
  assert.ok(Math.abs(hardware.readMeter(1).registerWh - gainedWh) < 1e-6);
});

test('a full vehicle stops by itself, and one with too small an offer waits', async () => {
  const { clock, hardware, pilots } = bench();
  hardware.plugInVehicle(1, new Vehicle({ ...MIDDLING_CAR, socPercent: 99 }));
  hardware.offer(1, 5);
  await clock.advance(60_000);
  assert.equal(pilots.at(-1), 'B');
  hardware.offer(1, 16);
  await clock.advance(2_000);
  assert.equal(pilots.at(-1), 'C');
  hardware.setContactor(1, true);
  await clock.advance(3 * 3_600_000);
  assert.equal(pilots.at(-1), 'B');
  assert.equal(hardware.vehicleAt(1)?.socPercent, 100);
  assert.equal(hardware.readMeter(1).powerW, 0);
  assert.ok(Math.abs(hardware.readMeter(1).registerWh - 600) < 1e-6);
});

test('without a listener the contactor is open, and one that comes back hears who is there', async () => {
  const { clock, hardware, pilots } = bench();
  hardware.hands.plugIn(1, 1);
  hardware.offer(1, 16);
  await clock.advance(2_000);
  hardware.setContactor(1, true);
  await clock.advance(60_000);
  hardware.listen(undefined);
  const { registerWh } = hardware.readMeter(1);
  await clock.advance(60_000);
  assert.equal(hardware.readMeter(1).registerWh, registerWh);
  hardware.listen({
    pilot: (_evseId, _connectorId, reading) => void pilots.push(reading),
    fault: () => undefined,
    faultCleared: () => undefined,
    measured: () => undefined,
    bay: () => undefined,
  });
  await clock.advance(0);
  assert.equal(pilots.at(-1), 'B');
  assert.throws(() => hardware.hands.plugIn(1, 1), RangeError);
});

test('a DC EVSE delivers the power that it is told, up to what the battery takes', async () => {
  const clock = new VirtualClock();
  const dc = { maxPowerW: 50_000, nominalVoltageV: 400 };
  const hardware = simulatedHardware({ clock, evses: [{ ...EVSE, dc }], hasMainMeter: true });
  hardware.plugInVehicle(1, new Vehicle({ ...MIDDLING_CAR, dcMaxPowerW: 90_000 }));
  hardware.offerPower?.(1, 40_000);
  hardware.setContactor(1, true);
  await clock.advance(2_000);
  assert.deepEqual(hardware.outputAt(1), { closed: true, offeredA: 0, offeredW: 40_000 });
  const { powerW, isDc, currentA, voltageV } = hardware.readMeter(1);
  assert.deepEqual([powerW, isDc, currentA, voltageV], [40_000, true, [100], [400]]);
  assert.equal(hardware.readMainMeter?.().powerW, 40_000);
});

test('a vehicle that keeps room, and gives some away, stops at its target and asks again', async () => {
  const { clock, hardware, pilots } = bench();
  const giving = { ...MIDDLING_CAR, socPercent: 79, targetPercent: 80, standbyW: 600 };
  hardware.plugInVehicle(1, new Vehicle(giving));
  hardware.offer(1, 16);
  hardware.setContactor(1, true);
  await clock.advance(3_600_000);
  assert.equal(pilots.at(-1), 'B');
  assert.ok(Math.abs(hardware.readMeter(1).registerWh - 600) < 1);
  // 2 % of 60 kWh at 600 W are two hours.
  await clock.advance(2 * 3_600_000);
  assert.ok(Math.abs(hardware.readMeter(1).registerWh - 1_800) < 20);
});

test('a vehicle that fell asleep is slow to notice an offer', async () => {
  const { clock, hardware, pilots } = bench();
  const sleepy = { ...MIDDLING_CAR, sleep: { afterMs: 600_000, wakesInMs: 120_000 } };
  hardware.plugInVehicle(1, new Vehicle(sleepy));
  await clock.advance(700_000);
  hardware.offer(1, 16);
  await clock.advance(100_000);
  assert.equal(pilots.at(-1), 'B');
  await clock.advance(30_000);
  assert.equal(pilots.at(-1), 'C');
});
