import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { startBench } from '../testing/bench.ts';
import { started } from '../testing/sessions.ts';

const PASSWORD = 'a-password-of-24-letters';

for (const version of VERSIONS) {
  test(`${version} TC_A_01_CS, TC_085_CS: the station shows its password, and is let in`, async () => {
    await using bench = await startBench(version, {
      config: { password: PASSWORD },
      prepare: (csms) => {
        csms.admits = (password) => password === PASSWORD;
      },
    });
    await started(bench);
    assert.deepEqual(bench.csms.passwords, [PASSWORD]);
    assert.equal(bench.station.state().registration, 'Accepted');
  });
}
