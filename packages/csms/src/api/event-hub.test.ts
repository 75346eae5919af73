import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import type { EventFilter } from '../bus/bus.ts';
import { createBus } from '../bus/in-process.ts';
import type { CsmsEvent, MeterValueView } from '../views.ts';
import { EventHub, type EventSink } from './event-hub.ts';
import {
  sampleFrame,
  sampleMeterValue,
  sampleStation,
  sampleTransaction,
} from './testing/sample-views.ts';

const at = '2026-01-01T00:00:00.000Z';

/** A watcher that keeps what it gets. */
class Watcher implements EventSink {
  text = '';
  buffered = 0;
  state: 'open' | 'ended' | 'destroyed' = 'open';
  writes = 0;

  write(chunk: Uint8Array): void {
    this.text += Buffer.from(chunk).toString();
    this.writes += 1;
  }
  bufferedBytes(): number {
    return this.buffered;
  }
  end(): void {
    this.state = 'ended';
  }
  destroy(): void {
    this.state = 'destroyed';
  }
  /** What it has been sent so far: `type detail`. */
  get events(): string[] {
    return Array.from(this.text.matchAll(/^event: (\w+)\ndata: (.*)$/gm), ([, type, data = '']) => {
      const { stationId = '', station, transaction } = JSON.parse(data);
      return [type, stationId, station?.powerW ?? transaction?.powerW]
        .filter((p) => p ?? false)
        .join(' ');
    });
  }
  get lastId(): number {
    return Number(Array.from(this.text.matchAll(/^id: (\d+)$/gm)).at(-1)?.[1]);
  }
}

function setup() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const bus = createBus();
  const hub = new EventHub(bus, clock);
  const watch = (filter: EventFilter = {}, lastEventId?: number, callerId = 'k') => {
    const watcher = new Watcher();
    const leave = hub.open({
      filter,
      sink: watcher,
      callerId,
      ...(lastEventId !== undefined && { lastEventId }),
    });
    return { watcher, leave };
  };
  return { clock, bus, hub, watch };
}

function stationEvent(stationId: string, powerW = 1): CsmsEvent {
  return { type: 'station', at, stationId, station: { ...sampleStation(stationId), powerW } };
}

const transactionEvent: CsmsEvent = {
  type: 'transaction',
  at,
  stationId: 'CS-1',
  transaction: sampleTransaction,
};
const frameEvent: CsmsEvent = { type: 'frame', at, stationId: 'CS-1', frame: sampleFrame(1) };
const meterEvent: CsmsEvent = {
  type: 'meterValues',
  at,
  stationId: 'CS-2',
  values: [sampleMeterValue],
};

test('events of a window arrive together, the newest view of each station only', async () => {
  const { bus, clock, watch } = setup();
  const { watcher } = watch();
  bus.publish(stationEvent('CS-1', 1));
  bus.publish(stationEvent('CS-2', 2));
  bus.publish(transactionEvent);
  bus.publish(stationEvent('CS-1', 3));
  await clock.advance(49);
  assert.deepEqual(watcher.events, []);
  await clock.advance(1);
  assert.deepEqual(watcher.events, ['station CS-2 2', 'transaction CS-1 11040', 'station CS-1 3']);
  assert.equal(watcher.writes, 2, 'the greeting and one for the window');
});

test('of the meter values of a window the newest of each kind is sent', async () => {
  const { bus, clock, watch } = setup();
  const { watcher } = watch();
  const power = { ...sampleMeterValue, measurand: 'Power.Active.Import', unit: 'W' };
  const values = (...list: readonly MeterValueView[]) =>
    bus.publish({ ...meterEvent, evseId: 1, values: list });
  values({ ...sampleMeterValue, value: 1 }, { ...power, phase: 'L1', value: 10 });
  values({ ...power, phase: 'L2', value: 20 });
  values({ ...sampleMeterValue, value: 2 });
  bus.publish({ ...meterEvent, evseId: 2 });
  await clock.advance(50);
  assert.deepEqual(watcher.events, ['meterValues CS-2', 'meterValues CS-2']);
  const [first = ''] = watcher.text.match(/(?<=^data: ).*"evseId":1.*$/m) ?? [];
  assert.deepEqual(
    JSON.parse(first).values.map(({ value }: MeterValueView) => value),
    [10, 20, 2],
  );
});

test('filters by station and by type; ids grow', async () => {
  const { bus, clock, watch } = setup();
  const one = watch({ stationId: 'CS-1' }).watcher;
  const meters = watch({ types: ['meterValues'] }).watcher;
  for (const event of [stationEvent('CS-1'), stationEvent('CS-2'), transactionEvent, meterEvent])
    bus.publish(event);
  await clock.advance(50);
  assert.deepEqual(one.events, ['station CS-1 1', 'transaction CS-1 11040']);
  assert.deepEqual(meters.events, ['meterValues CS-2']);
  const ids = Array.from(one.text.matchAll(/^id: (\d+)$/gm), ([, id]) => Number(id));
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
});

test('frames only for those who ask, and nobody else pays for them', async () => {
  const { bus, clock, watch } = setup();
  const usual = watch().watcher;
  assert.equal(bus.wants('frame', 'CS-1'), false);
  const { watcher, leave } = watch({ stationId: 'CS-1', types: ['frame', 'station'] });
  assert.equal(bus.wants('frame', 'CS-1'), true);
  assert.equal(bus.wants('frame', 'CS-2'), false);
  bus.publish(frameEvent);
  await clock.advance(50);
  assert.deepEqual(watcher.events, ['frame CS-1']);
  assert.deepEqual(usual.events, []);
  leave();
  assert.equal(bus.wants('frame', 'CS-1'), false);
});

test('a frame that two filters ask for is sent once to each', async () => {
  const { bus, clock, watch } = setup();
  const all = watch({ types: ['frame'] }).watcher;
  const one = watch({ stationId: 'CS-1', types: ['frame'] }).watcher;
  bus.publish(frameEvent);
  await clock.advance(50);
  assert.deepEqual([all.events, one.events], [['frame CS-1'], ['frame CS-1']]);
});

test('a hundred watchers cost one serialisation', async () => {
  const { bus, clock, watch } = setup();
  let written = 0;
  const station = {
    ...sampleStation('CS-1'),
    get powerW() {
      written += 1;
      return 1;
    },
  };
  const watchers = Array.from({ length: 100 }, (_, i) =>
    watch(i % 2 === 0 ? {} : { stationId: 'CS-1' }),
  );
  bus.publish({ type: 'station', at, stationId: 'CS-1', station });
  await clock.advance(50);
  assert.ok(watchers.every(({ watcher }) => watcher.events.length === 1));
  assert.equal(written, 1);
});

test('who comes back gets what it missed, once', async () => {
  const { bus, clock, watch } = setup();
  const first = watch();
  bus.publish(stationEvent('CS-1', 1));
  await clock.advance(50);
  first.leave();
  bus.publish(stationEvent('CS-1', 2));
  bus.publish(stationEvent('CS-2', 3));
  await clock.advance(50);
  bus.publish(stationEvent('CS-1', 4));
  const second = watch({}, first.watcher.lastId).watcher;
  await clock.advance(50);
  assert.deepEqual(second.events, ['station CS-1 2', 'station CS-2 3', 'station CS-1 4']);
  assert.deepEqual(watch({ stationId: 'CS-2' }, first.watcher.lastId).watcher.events, [
    'station CS-2 3',
  ]);
});

test('a greeting alone is enough to resume from', async () => {
  const { bus, clock, watch } = setup();
  const first = watch();
  first.leave();
  bus.publish(stationEvent('CS-1', 2));
  await clock.advance(50);
  assert.deepEqual(watch({}, first.watcher.lastId).watcher.events, ['station CS-1 2']);
});

test('what is no longer held is told as a gap', async () => {
  const { bus, clock, watch } = setup();
  const first = watch();
  const lastId = first.watcher.lastId;
  for (let evseId = 0; evseId < 2_001; evseId += 1) bus.publish({ ...meterEvent, evseId });
  await clock.advance(50);
  assert.deepEqual(watch({}, lastId).watcher.events, ['gap']);
  assert.deepEqual(watch({}, lastId - 5).watcher.events, ['gap']);
  assert.deepEqual(watch({}, lastId + 1).watcher.events.length, 2_000);
  assert.deepEqual(watch({}, Number.MAX_SAFE_INTEGER).watcher.events, ['gap']);
});

test('after a minute without watchers nothing is collected, and nobody is told otherwise', async () => {
  const { bus, clock, watch } = setup();
  const { watcher, leave } = watch();
  leave();
  await clock.advance(59_000);
  assert.equal(bus.wants('station', 'CS-1'), true);
  await clock.advance(1_000);
  assert.equal(bus.wants('station', 'CS-1'), false);
  bus.publish(stationEvent('CS-1'));
  assert.deepEqual(watch({}, watcher.lastId).watcher.events, ['gap']);
  assert.equal(bus.wants('station', 'CS-1'), true);
});

test('ids of a later start are larger', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const before = new Watcher();
  new EventHub(createBus(), clock).open({ filter: {}, sink: before, callerId: 'k' });
  await clock.advance(1);
  const after = new Watcher();
  const hub = new EventHub(createBus(), clock);
  hub.open({ filter: {}, sink: after, callerId: 'k', lastEventId: before.lastId });
  assert.ok(after.lastId > before.lastId);
  assert.deepEqual(after.events, ['gap']);
});

test('a slow watcher is cut off; the others hear nothing of it', async () => {
  const { bus, clock, hub, watch } = setup();
  const slow = watch().watcher;
  const other = watch().watcher;
  slow.buffered = 1024 * 1024 + 1;
  bus.publish(stationEvent('CS-1'));
  await clock.advance(50);
  assert.equal(slow.state, 'destroyed');
  assert.deepEqual(slow.events, []);
  assert.deepEqual(other.events, ['station CS-1 1']);
  assert.equal(hub.watchers, 1);
});

test('much to send makes the window grow, and little makes it short again', async () => {
  const { bus, clock, watch } = setup();
  const watchers = Array.from({ length: 100 }, () => watch().watcher);
  const busy = async () => {
    for (let i = 0; i < 50; i += 1) bus.publish(stationEvent(`CS-${i}`));
    await clock.advance(50);
  };
  await busy();
  const [watcher] = watchers;
  assert.equal(watcher?.events.length, 50);
  await busy();
  assert.equal(watcher.events.length, 50, 'more than the share of 50 ms was sent');
  await clock.advance(450);
  assert.equal(watcher.events.length, 100);
  await clock.advance(2_000);
  bus.publish(stationEvent('CS-1'));
  await clock.advance(500);
  bus.publish(stationEvent('CS-1'));
  await clock.advance(50);
  assert.equal(watcher.events.length, 102);
});

test('silence is filled with a comment each fifteen seconds', async () => {
  const { clock, watch } = setup();
  const { watcher } = watch();
  const greeting = watcher.text;
  await clock.advance(45_000);
  assert.equal(watcher.text, `${greeting}${': keep-alive\n\n'.repeat(3)}`);
});

test('a revoked key ends its streams only', () => {
  const { hub, watch } = setup();
  const [revoked, kept] = [watch({}, undefined, 'k1').watcher, watch({}, undefined, 'k2').watcher];
  hub.closeCaller('k1');
  assert.deepEqual([revoked.state, kept.state, hub.watchers], ['ended', 'open', 1]);
});

test('close ends every stream and leaves the bus', () => {
  const { bus, hub, watch } = setup();
  const { watcher } = watch({ types: ['frame'] });
  hub.close();
  assert.equal(watcher.state, 'ended');
  assert.equal(bus.wants('frame', 'CS-1') || bus.wants('station', 'CS-1'), false);
});

test('one watcher has some of all stations and more of one', async () => {
  const { bus, clock, hub } = setup();
  const frame = (stationId: string): CsmsEvent => ({
    ...{ type: 'frame', at, stationId },
    frame: { ...sampleFrame(1), stationId },
  });
  const watcher = new Watcher();
  const also = { stationId: 'CS-1', types: ['frame', 'transaction'] } as const;
  const filter = { types: ['station'], also } as const;
  hub.open({ filter, callerId: 'k', sink: watcher });
  assert.deepEqual([bus.wants('frame', 'CS-1'), bus.wants('frame', 'CS-2')], [true, false]);
  for (const stationId of ['CS-1', 'CS-2']) {
    bus.publish(frame(stationId));
    bus.publish({ type: 'station', at, stationId, station: sampleStation(stationId) });
    const transaction = { ...sampleTransaction, id: stationId === 'CS-1' ? 1 : 2 };
    bus.publish({ type: 'transaction', at, stationId, transaction });
  }
  await clock.advance(50);
  assert.deepEqual(watcher.events.map((event) => event.split(' ').slice(0, 2).join(' ')).sort(), [
    'frame CS-1',
    'station CS-1',
    'station CS-2',
    'transaction CS-1',
  ]);
  const scoped = new Watcher();
  const among = { name: 'of nobody', has: () => false };
  hub.open({ filter: { ...filter, among }, callerId: 'k', sink: scoped });
  bus.publish(frame('CS-1'));
  await clock.advance(50);
  assert.deepEqual(scoped.events, []);
});

test('a stream ends when the way in of its owner does', async () => {
  const { clock, hub } = setup();
  const [guest, owner] = [new Watcher(), new Watcher()];
  const expiresAtMs = clock.epochMs() + 20_000;
  hub.open({ filter: {}, callerId: 'guest', expiresAtMs, sink: guest });
  hub.open({ filter: {}, callerId: 'owner', sink: owner });
  await clock.advance(15_000);
  assert.equal(hub.watchers, 2);
  await clock.advance(15_000);
  assert.deepEqual([hub.watchers, guest.state, owner.state], [1, 'ended', 'open']);
});

test('one whose way in is put off by use goes on, and ends with it', async () => {
  const { clock, hub } = setup();
  const watcher = new Watcher();
  let endsAtMs: number | undefined = clock.epochMs() + 60_000;
  let asked = 0;
  const expiresAtMs = async () => {
    asked += 1;
    if (asked === 2) throw new Error('the store refuses');
    return endsAtMs;
  };
  hub.open({ filter: {}, callerId: 'user', expiresAtMs, sink: watcher });
  await clock.advance(45_000);
  assert.equal(asked, 1, 'not with every keep-alive');
  endsAtMs += 60_000;
  await clock.advance(60_000);
  assert.deepEqual([asked, watcher.state], [3, 'open']);
  endsAtMs = undefined;
  await clock.advance(30_000);
  assert.deepEqual([asked, hub.watchers, watcher.state], [4, 0, 'ended']);
});
