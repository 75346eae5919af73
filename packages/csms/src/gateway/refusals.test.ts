import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { Refusals } from './refusals.ts';
import { Strangers } from './strangers.ts';

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

  it('is counted and told when it did not come as far as HTTP', () => {
    const messages: string[] = [];
    const refusals = new Refusals(new VirtualClock(), (_details, message) =>
      messages.push(message),
    );
    const failed = { ...refused, url: '', identity: undefined, status: undefined };
    refusals.take({ ...failed, problem: 'certificate expired' });
    assert.deepEqual(messages, ['a TLS handshake failed: certificate expired']);
    assert.deepEqual([...refusals.counts()], [{ status: 'tls', count: 1 }]);
  });

  it('is remembered of the station, until it comes in', async () => {
    await using under = await csmsUnderTest({ admission: 'known' });
    const { commands, blocks } = under.csms;
    const { health, strangers } = blocks;
    await commands.putStation('CS-1', { password: 'the password of CS-1' });
    const told: unknown[] = [];
    under.bus.subscribe({ types: ['health'] }, (event) => told.push(event));
    for (let time = 0; time < 2; time += 1)
      await assert.rejects(RawStation.connect(under.port, 'CS-1', 'ocpp2.1', 'another'), /401/);
    const refusal = health.of('CS-1')?.evidence.refusal;
    assert.deepEqual([refusal?.at, refusal?.remoteAddress], [at(0), '127.0.0.1']);
    assert.equal(refusal?.reason, 'its password is wrong');
    const [reason = ''] = health.of('CS-1')?.link.reasons ?? [];
    assert.ok(reason.endsWith(`It was turned away at ${at(0)}: ${refusal?.reason}.`), reason);
    assert.equal(told.length, 1, 'once in a while');
    const mute = RawStation.connect(under.port, 'CS-1', 'mqtt', 'the password of CS-1');
    await assert.rejects(mute, /no subprotocol/);
    assert.match(health.of('CS-1')?.evidence.refusal?.reason ?? '', /offers mqtt, .*no version/);
    assert.deepEqual(
      [...under.csms.refusals.counts()],
      [
        { status: 401, count: 2 },
        { status: 101, count: 1 },
      ],
    );
    await using back = await RawStation.connect(
      under.port,
      'CS-1',
      'ocpp2.1',
      'the password of CS-1',
    );
    assert.equal(health.of('CS-1')?.evidence.refusal, undefined);
    assert.deepEqual(strangers.list(), []);
    back.cut();
  });

  it('is remembered of a name that no station has, until one has it', async () => {
    await using under = await csmsUnderTest({ admission: 'known' });
    const { strangers } = under.csms.blocks;
    for (const identity of ['CS-l', 'CS-2', 'CS-l'])
      await assert.rejects(RawStation.connect(under.port, identity, 'ocpp2.1'), /404/);
    const stranger = { firstAt: at(0), lastAt: at(0), remoteAddress: '127.0.0.1' };
    const reason = 'it is not registered';
    assert.deepEqual(strangers.list(), [
      { ...stranger, stationId: 'CS-l', times: 2, reason },
      { ...stranger, stationId: 'CS-2', times: 1, reason },
    ]);
    await under.csms.commands.putStation('CS-2', {});
    assert.deepEqual(
      strangers.list().map(({ stationId }) => stationId),
      ['CS-l'],
    );
  });

  it('makes nobody remember more names than 200', () => {
    const strangers = new Strangers({ get: () => undefined });
    const refusal = { atMs: 0, remoteAddress: '192.0.2.7', reason: 'it is not registered' };
    for (let n = 0; n < 300; n += 1) strangers.note(`CS-${n}`, refusal);
    const names = strangers.list().map(({ stationId }) => stationId);
    assert.deepEqual([names.length, names[0], names.at(-1)], [200, 'CS-299', 'CS-100']);
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
