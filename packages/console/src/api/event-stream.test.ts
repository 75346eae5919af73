import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventSelection, Followed, FollowOptions } from '@northbound/client';
import type { CsmsEvent } from '@northbound/csms/views';
import { makeFrame, makeStation } from '../testing/views.ts';
import { createEventStream, type EventWish } from './event-stream.ts';

const SHOWN = {
  untilShown: () => Promise.resolve(),
  hiddenForLong: () => new AbortController().signal,
};

const stationEvent = (stationId: string): CsmsEvent => ({
  type: 'station',
  at: '',
  stationId,
  station: makeStation(stationId),
});
const frameEvent = (stationId: string): CsmsEvent => ({
  type: 'frame',
  at: '',
  stationId,
  frame: makeFrame(1, stationId),
});

/** A CSMS that sends what a test gives it, to the stream that was opened last. */
function someEvents() {
  const opened: (EventSelection & { readonly after: string | undefined })[] = [];
  const open = new Set<AbortSignal>();
  let items: Followed[] = [];
  let wake = () => {};
  async function* follow(selection: EventSelection = {}, { signal, after }: FollowOptions = {}) {
    assert.ok(signal);
    opened.push({ ...selection, after });
    open.add(signal);
    signal.addEventListener('abort', () => {
      open.delete(signal);
      wake();
    });
    while (!signal.aborted) {
      const [item] = items.splice(0, 1);
      if (item !== undefined) yield item;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return {
    follow,
    opened,
    openNow: () => open.size,
    async send(...more: Followed[]) {
      await turns();
      items = [...items, ...more];
      wake();
      await turns();
    },
  };
}

/** Until nothing more happens by itself. */
function turns(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function wishFor(wish: Partial<EventWish>) {
  const heard: string[] = [];
  const made: EventWish = {
    types: ['station'],
    onEvent: ({ type, stationId }) => heard.push(`${type} ${stationId}`),
    onState: (state) => heard.push(state),
    onGap: () => heard.push('gap'),
    ...wish,
  };
  return { ...made, heard };
}

test('all parts of a page have one stream, and each hears what it asked for', async () => {
  const events = someEvents();
  const stream = createEventStream(events, SHOWN);
  const all = wishFor({});
  const one = wishFor({ stationId: 'B', types: ['station', 'frame'] });
  stream.follow(all);
  stream.follow(one);
  await events.send(
    { kind: 'open' },
    { kind: 'event', id: '1', event: stationEvent('A') },
    { kind: 'event', id: '2', event: stationEvent('B') },
    { kind: 'event', id: '3', event: frameEvent('A') },
    { kind: 'event', id: '4', event: frameEvent('B') },
    { kind: 'lost', error: undefined },
  );
  assert.deepEqual(events.opened, [
    { types: ['station'], also: { stationId: 'B', types: ['frame'] }, after: '' },
  ]);
  assert.deepEqual(all.heard, ['live', 'station A', 'station B', 'waiting']);
  // Frames are not brought again: whoever shows them reads them once the stream is open.
  assert.deepEqual(one.heard, ['gap', 'live', 'station B', 'frame B', 'waiting']);
});

test('another wish opens the stream anew, from the last event on', async () => {
  const events = someEvents();
  const stream = createEventStream(events, SHOWN);
  const all = wishFor({});
  stream.follow(all);
  await events.send({ kind: 'open' }, { kind: 'event', id: '7', event: stationEvent('A') });
  const end = stream.follow(wishFor({ types: ['station'] }));
  await events.send();
  assert.equal(events.opened.length, 1);
  const endFrames = stream.follow(wishFor({ types: ['frame'] }));
  await events.send({ kind: 'open' });
  assert.deepEqual(events.opened[1], { types: ['frame', 'station'], after: '7' });
  assert.equal(events.openNow(), 1);
  end();
  endFrames();
  await events.send({ kind: 'open' });
  assert.deepEqual(events.opened[2], { types: ['station'], after: '7' });
  assert.deepEqual(all.heard, ['live', 'station A', 'live', 'live']);
});

test('without an event to go on from, what happened between two streams is a gap', async () => {
  const events = someEvents();
  const stream = createEventStream(events, SHOWN);
  const all = wishFor({});
  const end = stream.follow(all);
  await events.send({ kind: 'open' });
  const endOther = stream.follow(wishFor({ types: ['cdr'] }));
  await events.send({ kind: 'open' });
  assert.deepEqual(all.heard, ['live', 'gap', 'live']);
  end();
  endOther();
  await turns();
  assert.equal(events.openNow(), 0);
});
