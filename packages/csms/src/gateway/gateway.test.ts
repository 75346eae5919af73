import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import type { FrameView } from '../views.ts';

const status16 = { connectorId: 1, status: 'Available', errorCode: 'NoError' };

describe('admission', () => {
  it('turns away a station that nobody registered, unless the CSMS is open', async () => {
    await using known = await csmsUnderTest({ admission: 'known' });
    await assert.rejects(RawStation.connect(known.port, 'CS-1', 'ocpp1.6'), /404/);
    await known.csms.commands.putStation('CS-1', {});
    await using _station = await RawStation.connect(known.port, 'CS-1', 'ocpp1.6');
    await using open = await csmsUnderTest({ admission: 'open' });
    await using _stranger = await RawStation.connect(open.port, 'CS-2', 'ocpp2.1');
    assert.equal((await open.csms.queries.station('CS-2'))?.admission, 'Open');
  });

  it('asks a station that was registered with a password for it', async () => {
    await using under = await csmsUnderTest({ admission: 'open' });
    await under.csms.commands.putStation('CS-1', { password: 'a good password' });
    const connect = (password?: string) =>
      RawStation.connect(under.port, 'CS-1', 'ocpp2.0.1', password);
    await assert.rejects(connect(), /401/);
    await assert.rejects(connect('a bad password'), /401/);
    await assert.rejects(connect(''), /401/);
    assert.equal((await under.csms.queries.station('CS-1'))?.securityProfile, 1);
    await using _first = await connect('a good password');
    assert.equal((await under.csms.queries.station('CS-1'))?.securityProfile, 1);
    await using _again = await connect('a good password');
    await under.csms.commands.putStation('CS-1', { password: 'another password' });
    await assert.rejects(connect('a good password'), /401/);
  });

  it('closes the connection of a station that is removed', async () => {
    await using under = await csmsUnderTest({ admission: 'known' });
    await under.csms.commands.putStation('CS-1', {});
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    const heard: string[] = [];
    under.bus.subscribe({}, ({ type }) => heard.push(type));
    assert.equal(await under.csms.commands.deleteStation('CS-1'), true);
    await station.closed;
    assert.deepEqual(heard, ['stationRemoved']);
    assert.equal(await under.csms.commands.deleteStation('CS-1'), false);
    await assert.rejects(RawStation.connect(under.port, 'CS-1', 'ocpp1.6'), /404/);
  });
});

describe('a second connection with one identity', () => {
  it('takes the place of the first, and outlives its end', async () => {
    await using under = await csmsUnderTest();
    await using first = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await first.call('BootNotification', boot2);
    await using second = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await first.closed;
    assert.equal((await second.call('Heartbeat', {}))[0], 3);
    assert.equal((await under.csms.queries.station('CS-1'))?.connected, true);
  });
});

describe('registration', () => {
  for (const [subprotocol, boot] of [
    ['ocpp1.6', boot16],
    ['ocpp2.0.1', boot2],
    ['ocpp2.1', boot2],
  ] as const) {
    it(`comes first in ${subprotocol}, and outlives the connection`, async () => {
      await using under = await csmsUnderTest();
      await using station = await RawStation.connect(under.port, 'CS-1', subprotocol);
      assert.deepEqual((await station.call('Heartbeat', {})).slice(0, 3), [
        4,
        'r1',
        'SecurityError',
      ]);
      const outcome = await under.csms.commands.call('CS-1', 'ClearCache', {});
      assert.equal(outcome.outcome, 'notAccepted');
      const [type, , answer] = await station.call('BootNotification', boot);
      assert.equal(type, 3);
      assert.deepEqual(answer, { status: 'Accepted', currentTime: at(0), interval: 300 });
      assert.deepEqual(await station.call('Heartbeat', {}), [3, 'r3', { currentTime: at(0) }]);
      station.cut();
      await using back = await RawStation.connect(under.port, 'CS-1', subprotocol);
      assert.equal((await back.call('Heartbeat', {}))[0], 3);
    });
  }

  it('lapses when a station comes with another version', async () => {
    await using under = await csmsUnderTest();
    await using before = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await before.call('BootNotification', boot16);
    await using after = await RawStation.connect(under.port, 'CS-1', 'ocpp2.0.1');
    assert.equal((await after.call('Heartbeat', {}))[2], 'SecurityError');
    await after.call('BootNotification', boot2);
    assert.equal((await after.call('Heartbeat', {}))[0], 3);
  });
});

describe('answers', () => {
  it('say NotSupported to what stations are asked, NotImplemented to what does not exist', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const cases: [string, object, string][] = [
      ['MakeCoffee', {}, 'NotImplemented'],
      ['RequestStopTransaction', { transactionId: '1' }, 'NotSupported'],
      ['Heartbeat', { beat: 1 }, 'FormatViolation'],
      ['TransactionEvent', {}, 'OccurrenceConstraintViolation'],
    ];
    for (const [action, payload, code] of cases) {
      const [type, , answered] = await station.call(action, payload);
      assert.deepEqual([action, type, answered], [action, 4, code]);
    }
  });

  it('say UnknownVendorId to vendors that nobody knows', async () => {
    await using under = await csmsUnderTest();
    for (const [identity, subprotocol, boot] of [
      ['CS-1', 'ocpp1.6', boot16],
      ['CS-2', 'ocpp2.1', boot2],
    ] as const) {
      await using station = await RawStation.connect(under.port, identity, subprotocol);
      await station.call('BootNotification', boot);
      const [, , answer] = await station.call('DataTransfer', { vendorId: 'x' });
      assert.deepEqual(answer, { status: 'UnknownVendorId' });
    }
  });

  it('take an id that a rebooted station uses again for a new message', async () => {
    await using under = await csmsUnderTest();
    const start = (meterStart: number, seconds: number) => ({
      connectorId: 1,
      idTag: 'TAG',
      meterStart,
      timestamp: at(seconds),
    });
    await using before = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await before.call('BootNotification', boot16, '1');
    const [, , first] = await before.call('StartTransaction', start(0, 0), '2');
    before.cut();
    await using after = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await after.call('BootNotification', boot16, '1');
    const [, , second] = await after.call('StartTransaction', start(500, 60), '2');
    assert.notDeepEqual(first, second);
    const { items } = await under.csms.queries.transactions({ limit: 9 });
    assert.deepEqual(
      items.map(({ meterStartWh }) => meterStartWh),
      [500, 0],
    );
  });
});

describe('the frame log', () => {
  const framesIn = (items: readonly FrameView[]) => items.filter(({ note }) => note !== true);
  const notesIn = (items: readonly FrameView[]) =>
    items.flatMap(({ note, text, verdict }) => (note ? [{ text, verdict }] : [])).reverse();
  const kinds = (frames: readonly FrameView[]) =>
    frames.map(({ direction, messageType, action }) => [direction, messageType, action]);

  it('keeps every frame in order, as it was on the wire', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    const odd =
      '[ 2 ,"odd\\u001f","StatusNotification",{"status":"Available",\n"errorCode":"NoError","connectorId":1}]';
    station.send(odd);
    await station.next();
    const items = framesIn((await under.csms.queries.frames('CS-1', { limit: 10 })).items);
    assert.deepEqual(kinds([...items].reverse()), [
      ['in', 'CALL', 'BootNotification'],
      ['out', 'CALLRESULT', 'BootNotification'],
      ['in', 'CALL', 'StatusNotification'],
      ['out', 'CALLRESULT', 'StatusNotification'],
    ]);
    assert.equal(items[1]?.text, odd);
    assert.equal(items[1]?.messageId, 'odd\u001f');
    const ids = items.map(({ id }) => id);
    assert.deepEqual(
      ids,
      [...new Set(ids)].sort((a, b) => b - a),
    );
  });

  it('comes in pages', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    for (let n = 0; n < 6; n += 1) await station.call('StatusNotification', status16);
    const { queries } = under.csms;
    const whole = (await queries.frames('CS-1', { limit: 100 })).items;
    assert.equal(whole.length, 15);
    const pages: FrameView[] = [];
    let before: number | undefined;
    do {
      const page = await queries.frames('CS-1', {
        limit: 4,
        ...(before === undefined ? {} : { before }),
      });
      pages.push(...page.items);
      before = page.nextCursor === undefined ? undefined : Number(page.nextCursor);
    } while (before !== undefined);
    assert.deepEqual(pages, whole);
  });

  it('says what was wrong', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('Heartbeat', {});
    await station.call('BootNotification', boot2);
    station.send('this is not JSON');
    await station.next();
    await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
    await station.call('StatusNotification', { evseId: 1 });
    const { items } = await under.csms.queries.frames('CS-1', { limit: 100 });
    const verdicts = framesIn(items)
      .filter(({ direction }) => direction === 'in')
      .map((f) => f.verdict);
    assert.match(verdicts[0] ?? '', /connectorId/);
    const [, ...sentences] = (verdicts[0] ?? '').split(/; |(?<=^\w+): /);
    assert.equal(new Set(sentences).size, sentences.length, `said once: ${verdicts[0]}`);
    assert.doesNotMatch(verdicts[0] ?? '', /and \d+ more/);
    assert.equal(verdicts[1], undefined);
    assert.match(verdicts[2] ?? '', /unreadable/);
    assert.equal(verdicts[3], undefined);
    assert.match(verdicts[4] ?? '', /SecurityError.*not been accepted/);
  });

  it('says what is odd about an event that is taken all the same', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const register = (value: number) => ({
      meterValue: [{ timestamp: at(0), sampledValue: [{ value }] }],
    });
    const events = [
      transactionEvent('T', 0, 'Started', register(5000)),
      transactionEvent('T', 1, 'Updated', register(4000)),
      transactionEvent('T', 1, 'Updated', register(6000)),
    ];
    for (const event of events) {
      assert.equal((await station.call('TransactionEvent', event))[0], 3);
    }
    const { items } = await under.csms.queries.frames('CS-1', { limit: 6 });
    const verdicts = items.filter(({ direction }) => direction === 'in').map((f) => f.verdict);
    assert.match(verdicts[0] ?? '', /seqNo 1 came before with other content/);
    assert.match(verdicts[1] ?? '', /runs backwards: 4000 Wh after 5000 Wh/);
    assert.equal(verdicts[2], undefined);
  });

  it('tells when and why a connection opened and ended', async () => {
    await using under = await csmsUnderTest();
    const live: FrameView[] = [];
    under.bus.subscribe({ types: ['frame'] }, (event) => {
      if (event.type === 'frame') live.push(event.frame);
    });
    await using huge = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    huge.send('x'.repeat(300 * 1024));
    await huge.closed;
    await using _after = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await using _replaces = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    const { items } = await under.csms.queries.frames('CS-1', { limit: 10 });
    const opened = { text: 'connection opened: OCPP 2.1 from 127.0.0.1', verdict: undefined };
    const notes = notesIn(items);
    assert.equal(framesIn(items).length, 0);
    assert.deepEqual(notes[0], opened);
    assert.equal(notes[1]?.text, 'link error');
    assert.match(notes[1]?.verdict ?? '', /payload/i);
    // The station's side of the closing handshake is not read any more: no code of its own.
    assert.deepEqual(notes[2], {
      text: 'connection closed 1006',
      verdict: 'the connection broke without a close frame',
    });
    assert.deepEqual(notes.slice(3), [
      opened,
      {
        text: 'connection closed 1000: Another connection took its place.',
        verdict: undefined,
      },
      opened,
    ]);
    assert.deepEqual(notesIn(live.toReversed()), notes);
  });

  it('puts a verdict on the frame that came, and says it in a note when that is stored', async () => {
    await using under = await csmsUnderTest();
    const { csms } = under;
    await using _connected = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    const station = csms.stations.get('CS-1');
    assert.ok(station !== undefined);
    const { frame, report } = csms.gateway.observer;
    const context = { station, version: '2.1', securityProfile: 0, connectedAtMs: 0 } as const;
    const unreadable = { kind: 'unreadableFrame', problem: 'binary', answered: true } as const;
    frame?.(context, 'in', 'unreadable', undefined, undefined, 'binary: 2 bytes');
    frame?.(context, 'out', 'CALLERROR', '-1', undefined, '[4,"-1"]');
    report?.(context, unreadable);
    const [out, first] = (await csms.queries.frames('CS-1', { limit: 2 })).items;
    assert.deepEqual([out?.verdict, first?.verdict], [undefined, 'unreadable: binary']);
    report?.(context, { kind: 'repeatedMessage', action: 'Heartbeat', messageId: 'h1' });
    const [late] = (await csms.queries.frames('CS-1', { limit: 1 })).items;
    assert.deepEqual([late?.note, late?.messageId], [true, 'h1']);
    assert.match(late?.verdict ?? '', /repeated/);
    report?.(context, { kind: 'flood' });
    assert.equal((await csms.queries.frames('CS-1', { limit: 1 })).items[0]?.text, 'flood');
  });

  it('is live on the bus, verdicts included', async () => {
    await using under = await csmsUnderTest();
    const seen: FrameView[] = [];
    under.bus.subscribe({ types: ['frame'] }, (event) => {
      if (event.type === 'frame') seen.push(event.frame);
    });
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await station.call('Heartbeat', {});
    assert.deepEqual(kinds(framesIn(seen)), [
      ['in', 'CALL', 'Heartbeat'],
      ['out', 'CALLERROR', 'Heartbeat'],
    ]);
    assert.match(framesIn(seen)[0]?.verdict ?? '', /SecurityError/);
  });
});
