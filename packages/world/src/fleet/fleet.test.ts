import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { startCsms } from '@northbound/csms';
import { VERSIONS } from '@northbound/protocol';
import { FLEET_CARDS, startFleet } from './fleet.ts';

test('people come, charge and leave at stations of all versions, and the CSMS has it all', async () => {
  await using csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    admission: 'open',
    logLevel: 'silent',
  });
  for (const card of FLEET_CARDS) await csms.commands.putToken({ ...card, status: 'Accepted' });
  const fleet = await startFleet({
    url: `ws://127.0.0.1:${csms.port}/ocpp`,
    stations: VERSIONS.map((version) => ({ identity: `CS-${version}`, versions: [version] })),
    seed: 3,
    speed: 30,
    habits: { pauseS: [0, 0.1], handlingS: [0.01, 0.02], stayS: [60, 60] },
  });
  const news = new EventEmitter();
  const charging = new Set<string>();
  for (const station of fleet.stations) {
    station.subscribe((event) => {
      if (event.type !== 'transaction') return;
      if (event.event.transactionInfo.chargingState === 'Charging') charging.add(station.identity);
      news.emit('transaction');
    });
  }
  while (charging.size < VERSIONS.length) await once(news, 'transaction');
  await fleet.close();
  const { items } = await csms.queries.transactions({ limit: 50 });
  assert.deepEqual(
    items.map(({ stationId }) => stationId).toSorted(),
    VERSIONS.map((version) => `CS-${version}`),
  );
  for (const { endedAt, missingSeqNos, stoppedReason, energyWh } of items) {
    assert.notEqual(endedAt, undefined);
    assert.deepEqual(missingSeqNos, []);
    assert.equal(stoppedReason, 'EVDisconnected');
    assert.ok(energyWh !== undefined && energyWh >= 0);
  }
});
