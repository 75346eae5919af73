import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { flashStorage, MemoryFlash } from './nvm/index.ts';
import { SMALL_SIZES } from './nvm/testing/cut-flash.ts';
import { checkEnergy } from './testing/back-office.ts';
import { VirtualBench } from './testing/virtual-bench.ts';

const SESSIONS = 120;

for (const version of VERSIONS) {
  test(`${version}: sessions without a link until the flash is full: none is lost, and all say whose they are`, async () => {
    const flash = new MemoryFlash({ sectorBytes: 1024, sectorCount: 48, programBytes: 8 });
    const storage = flashStorage(flash, { sizes: SMALL_SIZES });
    const bench = new VirtualBench(version, {
      ports: { storage },
      variables: {
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
        'SampledDataCtrlr.TxUpdatedInterval': '0',
        'TxCtrlr.TxStartPoint': 'EVConnected',
        'TxCtrlr.TxStopPoint': 'EVConnected',
      },
    });
    await bench.begin();
    bench.network.up = false;
    await bench.pass(5_000);
    let charged = 0;
    for (let session = 0; session < SESSIONS; session++) {
      const { registerWh } = bench.hardware.readMeter(1);
      bench.station.plugIn(1);
      await bench.pass(20_000);
      bench.station.swipe({ idToken: `CARD-${session}`, type: 'ISO14443' }, 1);
      await bench.pass(60_000);
      bench.station.swipe({ idToken: `CARD-${session}`, type: 'ISO14443' }, 1);
      await bench.pass(20_000);
      bench.station.plugOut(1);
      await bench.pass(20_000);
      if (bench.hardware.readMeter(1).registerWh > registerWh) charged++;
    }
    assert.ok(charged > 10 && charged < SESSIONS, `${charged} sessions: the flash was full`);
    bench.network.up = true;
    await bench.pass(600_000);
    assert.equal(bench.station.state().queuedEvents, 0);
    const booked = [...bench.office.booked.values()];
    assert.equal(booked.length, charged);
    assert.deepEqual(
      booked.filter(({ tokens, ended, evseId }) => tokens.length === 0 || !ended || evseId !== 1),
      [],
    );
    const missing = booked.reduce((sum, one) => sum + one.missing, 0);
    const { dropped } = storage.status(bench.clock.epochMs()).transactions;
    if (version !== '1.6') assert.equal(missing, dropped, 'only what was shed is missing');
    checkEnergy(booked, bench.hardware.readMeter(1).registerWh);
    // And there is room again.
    bench.station.plugIn(1);
    bench.station.swipe({ idToken: 'NEXT', type: 'ISO14443' }, 1);
    await bench.pass(5_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.end();
  });
}
