import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { startBench } from '../testing/bench.ts';
import { started } from '../testing/sessions.ts';
import type { Vendors } from './data-transfer.ts';

const VENDORS: Vendors = {
  'org.example': {
    echo: (data) => ({ status: 'Accepted', data }),
    '': () => ({ status: 'Rejected' }),
  },
};

for (const version of VERSIONS) {
  test(`${version} TC_P_01_CS, TC_062_CS: vendors' messages`, async () => {
    await using bench = await startBench(version, { ports: { vendors: VENDORS } });
    await started(bench);
    const transfer = (request: object) => bench.csms.call('DataTransfer', { ...request });
    const vendorId = 'org.example';
    assert.deepEqual(await transfer({ vendorId, messageId: 'echo', data: 'hello' }), {
      status: 'Accepted',
      data: 'hello',
    });
    assert.deepEqual(await transfer({ vendorId }), { status: 'Rejected' });
    for (const messageId of ['other', 'constructor']) {
      assert.deepEqual(await transfer({ vendorId, messageId }), { status: 'UnknownMessageId' });
    }
    for (const stranger of ['net.example', '__proto__']) {
      assert.deepEqual(await transfer({ vendorId: stranger }), { status: 'UnknownVendorId' });
    }
  });
}

for (const version of VERSIONS) {
  test(`${version} P02: the station sends a vendor's message`, async () => {
    await using bench = await startBench(version);
    const { csms, station } = bench;
    const early = await station.dataTransfer({ vendorId: 'org.example' });
    assert.deepEqual(early, { outcome: 'closed', sent: false });
    await started(bench);
    csms.answers.set('DataTransfer', ({ messageId, data }) =>
      messageId === 'count' ? { status: 'Accepted', data } : { status: 'UnknownMessageId' },
    );
    const data = { sold: 3 };
    const answer = await station.dataTransfer({
      vendorId: 'org.example',
      messageId: 'count',
      data,
    });
    // 1.6 has text only.
    const told = version === '1.6' ? JSON.stringify(data) : data;
    assert.deepEqual(csms.all('DataTransfer')[0]?.payload, {
      vendorId: 'org.example',
      messageId: 'count',
      data: told,
    });
    assert.deepEqual(answer, { outcome: 'answered', payload: { status: 'Accepted', data: told } });
    const unknown = await station.dataTransfer({ vendorId: 'org.example' });
    assert.deepEqual(unknown, { outcome: 'answered', payload: { status: 'UnknownMessageId' } });
    csms.answers.delete('DataTransfer');
    assert.equal((await station.dataTransfer({ vendorId: 'x' })).outcome, 'refused');
  });
}
