import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';
import { inLanguage } from './language.ts';

interface Options {
  readonly id?: number;
  readonly priority?: string;
  readonly content?: string;
  readonly more?: Record<string, unknown>;
}

async function put(bench: Bench, options: Options = {}): Promise<string> {
  const { id = 1, priority = 'NormalCycle', content = 'Hello', more = {} } = options;
  const message = { id, priority, message: { format: 'UTF8', language: 'en', content }, ...more };
  const answer = await bench.csms.call('SetDisplayMessage', { message });
  return Object(answer).status;
}

function shown({ station }: Bench): string | undefined {
  return station.state().display.message?.content;
}

/** Ids that GetDisplayMessages brings; undefined for Unknown. */
async function ids(
  bench: Bench,
  filter: Record<string, unknown> = {},
): Promise<unknown[] | undefined> {
  const answer = await bench.csms.call('GetDisplayMessages', { requestId: 7, ...filter });
  if (Object(answer).status !== 'Accepted') return undefined;
  const found: unknown[] = [];
  for (;;) {
    const { payload } = await bench.csms.next('NotifyDisplayMessages');
    assert.equal(payload.requestId, 7);
    assert.ok(Array.isArray(payload.messageInfo));
    found.push(...payload.messageInfo.map(({ id }) => id));
    if (payload.tbc !== true) return found;
  }
}

const display = (version: Version, options: Parameters<typeof startBench>[1] = {}) =>
  startBench(version, {
    ...options,
    prepare: (csms) => {
      csms.answers.set('NotifyDisplayMessages', () => ({}));
    },
  });

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_O_01_CS to TC_O_12_CS: set, get, replace, clear`, async () => {
    await using bench = await display(version);
    await started(bench);
    assert.equal(await ids(bench), undefined, 'TC_O_03_CS');
    assert.equal(await put(bench), 'Accepted');
    assert.equal(shown(bench), 'Hello');
    assert.equal(await put(bench, { content: 'Good bye' }), 'Accepted', 'TC_O_12_CS');
    assert.equal(shown(bench), 'Good bye');
    assert.equal(
      await put(bench, { id: 2, priority: 'InFront', more: { state: 'Idle' } }),
      'Accepted',
    );
    assert.deepEqual(await ids(bench), [1, 2], 'TC_O_02_CS');
    assert.deepEqual(await ids(bench, { id: [2, 9] }), [2], 'TC_O_07_CS');
    assert.deepEqual(await ids(bench, { priority: 'NormalCycle' }), [1], 'TC_O_08_CS');
    assert.deepEqual(await ids(bench, { state: 'Idle' }), [2], 'TC_O_09_CS');
    assert.equal(await ids(bench, { id: [1], state: 'Idle' }), undefined, 'TC_O_34_CS');
    assert.equal(await ids(bench, { id: [1], priority: 'InFront' }), undefined, 'TC_O_35_CS');
    const clear = (id: number) => bench.csms.call('ClearDisplayMessage', { id });
    assert.deepEqual(await clear(1), { status: 'Accepted' }, 'TC_O_04_CS');
    assert.deepEqual(await clear(1), { status: 'Unknown' }, 'TC_O_05_CS');
  });

  test(`${version} TC_O_10_CS, TC_O_19_CS: what is refused`, async () => {
    await using bench = await display(version);
    await started(bench);
    const more = { transactionId: 'nobody' };
    assert.equal(await put(bench, { more }), 'UnknownTransaction');
    const html = { message: { format: 'HTML', content: '<b>' } };
    assert.equal(await put(bench, { more: html }), 'NotSupportedMessageFormat');
    assert.equal(await put(bench, { more: { endDateTime: '2025-01-01T00:00:00Z' } }), 'Rejected');
    assert.equal(shown(bench), undefined);
  });

  test(`${version} TC_O_06_CS: a message of a transaction goes with it`, async () => {
    await using bench = await display(version);
    await startSession(bench);
    const transactionId = eventsOf(bench)[0]?.transactionInfo.transactionId;
    assert.equal(await put(bench, { more: { transactionId, state: 'Charging' } }), 'Accepted');
    assert.equal(shown(bench), 'Hello');
    bench.station.swipe(CARD, 1);
    assert.equal(shown(bench), undefined);
    assert.equal(await ids(bench), undefined, 'O02.FR.02');
  });
}

test('TC_O_13_CS, TC_O_14_CS: from its start to its end', async () => {
  await using bench = await display('2.1');
  await started(bench);
  const more = { startDateTime: '2026-01-01T00:10:00Z', endDateTime: '2026-01-01T00:20:00Z' };
  assert.equal(await put(bench, { more }), 'Accepted');
  assert.equal(shown(bench), undefined);
  await bench.clock.advance(600_000);
  assert.equal(shown(bench), 'Hello');
  await bench.clock.advance(600_000);
  assert.equal(shown(bench), undefined);
  assert.equal(await ids(bench), undefined);
});

test('TC_O_22_CS, TC_O_24_CS: what stands in front takes turns, what is always in front is one', async () => {
  await using bench = await display('2.1');
  await started(bench);
  await put(bench, { id: 1, content: 'normal' });
  await put(bench, { id: 2, content: 'a', priority: 'InFront' });
  await put(bench, { id: 3, content: 'b', priority: 'InFront' });
  const seen = new Set<unknown>();
  for (let turn = 0; turn < 4; turn++) {
    seen.add(shown(bench));
    await bench.clock.advance(10_000);
  }
  assert.deepEqual([...seen].sort(), ['a', 'b']);
  await put(bench, { id: 4, content: 'first', priority: 'AlwaysFront' });
  await put(bench, { id: 5, content: 'second', priority: 'AlwaysFront' });
  assert.equal(shown(bench), 'second');
  assert.deepEqual(await ids(bench), [1, 2, 3, 5]);
});

test('TC_O_36_CS to TC_O_39_CS: only in its state', async () => {
  await using bench = await display('2.1');
  await started(bench);
  const states = ['Idle', 'Charging', 'Suspended', 'Faulted', 'Unavailable'];
  for (const [index, state] of states.entries()) {
    const status = await put(bench, { id: index, content: state, more: { state } });
    assert.equal(status, 'Accepted');
  }
  assert.equal(await put(bench, { id: 9, more: { state: 'Discharging' } }), 'NotSupportedState');
  assert.equal(shown(bench), 'Idle');
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
  assert.equal(shown(bench), 'Charging');
  bench.station.limit(1, { maxTime: 0 });
  assert.equal(shown(bench), 'Suspended');
});

test('TC_O_20_CS: messages outlive the power', async () => {
  await using bench = await display('2.1');
  await started(bench);
  await put(bench);
  bench.station.powerCut();
  await bench.csms.closed();
  await bench.station.start();
  assert.equal(shown(bench), 'Hello');
});

test('O01.FR.11: no more than there is room for; a full list comes in pages', async () => {
  await using bench = await display('2.1');
  await started(bench);
  for (let id = 0; id < 60; id++) assert.equal(await put(bench, { id }), 'Accepted');
  assert.equal(await put(bench, { id: 60 }), 'Rejected');
  assert.equal(await put(bench, { id: 59 }), 'Accepted');
  assert.equal((await ids(bench))?.length, 60);
  assert.equal(bench.csms.all('NotifyDisplayMessages').length, 2);
});

test('TC_O_100_CS, TC_O_101_CS: languages, and a QR code', async () => {
  await using bench = await display('2.1', {});
  bench.csms.answers.set('Authorize', () => ({
    idTokenInfo: { status: 'Accepted', language1: 'de-AT' },
  }));
  await started(bench);
  const extra = { messageExtra: [{ format: 'UTF8', language: 'de', content: 'Hallo' }] };
  assert.equal(await put(bench, { more: extra }), 'Accepted');
  assert.equal(shown(bench), 'Hello');
  // For who is not there the station has a language of its own.
  bench.station.setVariable('DisplayMessageCtrlr.Language', 'de');
  assert.equal(shown(bench), 'Hallo');
  bench.station.setVariable('DisplayMessageCtrlr.Language', 'en');
  bench.station.swipe(CARD, 1);
  await bench.authorized();
  assert.equal(shown(bench), 'Hallo');
  const finnish = { messageExtra: [{ format: 'UTF8', language: 'fi', content: 'Hei' }] };
  assert.equal(await put(bench, { id: 2, more: finnish }), 'LanguageNotSupported');
  const code = { message: { format: 'QRCODE', content: 'https://example.org/pay' } };
  assert.equal(await put(bench, { id: 3, priority: 'InFront', more: code }), 'Accepted');
  assert.equal(bench.station.state().display.message?.format, 'QRCODE');
});

test('the language that fits best: the driver’s, English, any', () => {
  const [french, english, german] = ['fr', 'en-US', 'de-CH'].map((language) => ({ language }));
  assert.ok(french && english && german);
  const texts = [french, english, german] as const;
  assert.equal(inLanguage(texts, ['de', 'fr']).language, 'de-CH');
  assert.equal(inLanguage(texts, ['fi', 'fr']).language, 'fr');
  assert.equal(inLanguage(texts, ['fi']).language, 'en-US');
  assert.equal(inLanguage([{ language: 'fr' }], []).language, 'fr');
});
