import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { RawStation } from '../testing/raw-station.ts';
import { Refusals } from './refusals.ts';

const refused = {
  url: '/ocpp/CS-1',
  identity: 'CS-1',
  status: 404,
  remoteAddress: '127.0.0.1',
  error: undefined,
} as const;

describe('a handshake that is refused', () => {
  it('is told to the operator, with what to do about it, and counted', async () => {
    await using under = await csmsUnderTest({ admission: 'known' });
    await assert.rejects(RawStation.connect(under.port, 'CS%201', 'ocpp2.1'), /404/);
    assert.equal(under.warnings.length, 1);
    assert.match(under.warnings[0] ?? '', /PUT \/api\/v1\/stations\/CS%201$/);
    assert.deepEqual([...under.csms.refusals.counts()], [{ status: 404, count: 1 }]);
  });

  it('is told once a minute for each identity and status', async () => {
    const clock = new VirtualClock();
    const told: object[] = [];
    const refusals = new Refusals(clock, (details) => told.push(details));
    for (let n = 0; n < 50; n += 1) refusals.take(refused);
    assert.equal(told.length, 1);
    refusals.take({ ...refused, identity: 'CS-2' });
    refusals.take({ ...refused, status: 401 });
    assert.equal(told.length, 3);
    await clock.advance(60_000);
    refusals.take(refused);
    assert.equal(told.length, 4);
    assert.deepEqual(
      [...refusals.counts()],
      [
        { status: 404, count: 52 },
        { status: 401, count: 1 },
      ],
    );
  });

  it('says which failure turned the station away', () => {
    const error = new Error('the disk is full');
    const told: object[] = [];
    const refusals = new Refusals(new VirtualClock(), (details) => told.push(details));
    refusals.take({ ...refused, status: 503, error });
    assert.deepEqual(told, [
      { identity: 'CS-1', status: 503, remoteAddress: '127.0.0.1', err: error },
    ]);
  });
});
