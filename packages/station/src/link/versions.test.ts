import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { startBench } from '../testing/bench.ts';
import { started } from '../testing/sessions.ts';

for (const version of VERSIONS) {
  test(`a station of all versions speaks ${version} to a CSMS of ${version}`, async () => {
    await using bench = await startBench(version, { versions: ['2.1', '2.0.1', '1.6'] });
    await bench.heard((event) => event.type === 'link' && event.connected);
    assert.equal(bench.station.state().version, version);
    await started(bench);
  });
}
