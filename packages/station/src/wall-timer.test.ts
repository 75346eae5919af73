import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { firmwareImage, memoryFirmwareBank } from './firmware/image.ts';
import { CARD } from './testing/bench.ts';
import { VirtualBench } from './testing/virtual-bench.ts';

const HOUR_MS = 3_600_000;

/** A board without a battery: its clock counts from the boot. */
function boardWithoutBattery(clock: VirtualClock) {
  const board = {
    bootMs: 0,
    monotonicMs: () => clock.monotonicMs(),
    epochMs: () => clock.monotonicMs() - board.bootMs,
    after: (delayMs: number, run: () => void) => clock.after(delayMs, run),
  };
  return board;
}

test('L01.FR.13, H01: what is due at a time is done then, also after a boot without a clock', async () => {
  const clock = new VirtualClock();
  const board = boardWithoutBattery(clock);
  const now = () => new Date(clock.epochMs()).toISOString();
  const inHours = (hours: number) => new Date(clock.epochMs() + hours * HOUR_MS).toISOString();
  const made = { vendor: 'Northbound', model: 'Virtual' };
  const image = firmwareImage({ ...made, version: '2.0.0' }, Buffer.from('new code'));
  const fetched: string[] = [];
  const bench = new VirtualBench('2.0.1', {
    clock,
    ports: {
      clock: board,
      firmware: memoryFirmwareBank(made),
      files: {
        protocols: ['HTTP'],
        download: async () => {
          fetched.push(now());
          return { bytes: image, complete: true };
        },
        upload: async () => ({ status: 'Uploaded' }),
      },
    },
  });
  bench.tellTime(now);
  await bench.begin();
  const retrieveDateTime = inHours(2);
  const installDateTime = inHours(5);
  const expiryDateTime = inHours(3);
  const firmware = { location: 'http://files/image', retrieveDateTime, installDateTime };
  await bench.ask('UpdateFirmware', { requestId: 1, firmware });
  await bench.ask('ReserveNow', { id: 7, evseId: 1, idToken: CARD, expiryDateTime });
  await bench.pass(1_000);
  bench.station.powerCut();
  await bench.pass(30_000);
  board.bootMs = clock.monotonicMs();
  await bench.station.start();
  await bench.pass(2 * HOUR_MS);
  const toTheSecond = (time: string) => time.slice(0, 19);
  assert.deepEqual(fetched.map(toTheSecond), [toTheSecond(retrieveDateTime)]);
  await bench.pass(HOUR_MS);
  const [update] = bench.got('ReservationStatusUpdate');
  assert.deepEqual(update, { reservationId: 7, reservationUpdateStatus: 'Expired' });
  // A CSMS that was an hour wrong: the rest of the wait is an hour shorter.
  const statuses = () => bench.got('FirmwareStatusNotification').map(({ status }) => status);
  assert.equal(statuses().at(-1), 'InstallScheduled');
  bench.answers.set('Heartbeat', () => ({ currentTime: inHours(1) }));
  await bench.ask('TriggerMessage', { requestedMessage: 'Heartbeat' });
  await bench.pass(HOUR_MS);
  assert.equal(statuses().at(-1), 'Installed');
  await bench.end();
});
