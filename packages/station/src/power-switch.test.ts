import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualBench } from './testing/virtual-bench.ts';

const off = (station: VirtualBench['station']) => station.powerCut();
const stop = (station: VirtualBench['station']) => void station.stop();

for (const [name, switchOff] of [
  ['a power cut', off],
  ['a stop', stop],
] as const) {
  test(`${name} right after the start is the end of that boot`, async () => {
    const { station, clock } = new VirtualBench('2.1');
    const started = station.start();
    switchOff(station);
    await started;
    await clock.advance(60_000);
    assert.equal(station.state().on, false);
    await station.start();
    assert.equal(station.state().on, true);
  });

  test(`${name} in the middle of a reset is the end of it`, async () => {
    const bench = new VirtualBench('2.1');
    const { station, clock, network } = bench;
    await station.start();
    await clock.advance(10_000);
    const boots: boolean[] = [];
    station.subscribe((event) => {
      if (event.type !== 'power') return;
      boots.push(event.on);
      // The old life is over, and the new one has not begun.
      if (!event.on && boots.length === 1) switchOff(station);
    });
    void network.command('Reset', { type: 'Immediate' });
    await clock.advance(60_000);
    assert.deepEqual(boots, [false]);
    assert.equal(station.state().on, false);
    await station.start();
    assert.equal(station.state().on, true);
  });
}

test('two starts are one', async () => {
  const { station } = new VirtualBench('2.1');
  let boots = 0;
  station.subscribe((event) => {
    if (event.type === 'power' && event.on) boots += 1;
  });
  await Promise.all([station.start(), station.start()]);
  await station.start();
  assert.equal(boots, 1);
});
