import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gistOf } from './frame-gist.ts';
import { Story } from './story.ts';
import { storyPage } from './story-page.ts';

function told(): Story {
  const story = new Story();
  story.happened(500, 'CS-1 2', 'plugs in');
  const call = '[2,"1","DataTransfer",{"data":"<b>&"}]';
  const answer = '[3,"1",{"status":"Accepted"}]';
  story.frame({ atMs: 1_000, identity: 'CS-1', from: 'station', text: call });
  story.arrived({ atMs: 1_050, identity: 'CS-1', from: 'station', text: call });
  story.frame({ atMs: 1_100, identity: 'CS-1', from: 'csms', text: answer });
  story.happened(1_200, 'world', 'powerCut CS-1 for 5 s');
  story.broken(600_000, { rule: 'energy', place: 'CS-1 EVSE 2', what: 'billed 2 Wh' });
  return story;
}

test('a page tells everything by itself: frames as arrows, states, faults, and what never arrived', () => {
  const page = storyPage({
    title: 'World 1: energy is broken',
    command: 'northbound world run --seed 1',
    violations: [{ rule: 'energy', place: 'CS-1 EVSE 2', what: 'delivered 1 Wh, billed 2 Wh' }],
    faults: [{ atMs: 1_200, kind: 'powerCut', station: 0, forMs: 5_000 }],
    lines: told().lines([]),
  });
  assert.match(page, /class="arrow station call" style="grid-column:2\/3"/);
  assert.match(page, /class="arrow csms answer lost"/);
  assert.match(page, /<span class="band fault">powerCut CS-1 for 5 s/);
  assert.match(
    page,
    /9 min 59 s later.*\n.*<span class="band broken">energy: CS-1 EVSE 2 billed 2 Wh/,
  );
  assert.match(page, /<span>answer to DataTransfer Accepted <small>never arrived/);
  assert.match(page, /<i>EVSE 2<\/i> plugs in/);
  assert.match(page, /delivered 1 Wh, billed 2 Wh/);
  assert.match(page, /&lt;b&gt;&amp;/);
  assert.doesNotMatch(page, /<b>&|https?:|<script|<link|@import|url\(/);
});

const about = { stations: ['CS-1'], marks: [], momentsMs: [] };

test('of many broken rules, and of other EVSEs, an excerpt tells nothing', () => {
  const story = told();
  story.broken(600_000, { rule: 'energy', place: 'CS-1 EVSE 1', what: 'billed 3 Wh' });
  story.happened(700, 'CS-1 1', 'plugs in');
  const lines = story.excerpt({ ...about, evseId: 2, broken: 'energy: CS-1 EVSE 2 billed 2 Wh' });
  assert.deepEqual(
    lines.filter(({ frame }) => frame === undefined).map(({ place, what }) => `${place} ${what}`),
    ['CS-1 2 plugs in', 'world powerCut CS-1 for 5 s', 'world energy: CS-1 EVSE 2 billed 2 Wh'],
  );
});

test('an excerpt keeps the time around what matters, and no routine', () => {
  const story = told();
  story.happened(90 * 60_000, 'CS-1', 'is connected');
  story.frame({
    ...{ atMs: 1_300, identity: 'CS-1', from: 'station' },
    text: '[2,"9","Heartbeat",{}]',
  });
  const lines = story.excerpt({ ...about, marks: ['DataTransfer'] });
  assert.deepEqual(
    lines.map(({ what }) => what.split(' ').slice(0, 3).join(' ')),
    [
      'plugs in',
      '→ DataTransfer {"data":"<b>&"}',
      '← answer to',
      'powerCut CS-1 for',
      'energy: CS-1 EVSE',
    ],
  );
});

test('a frame is known by what it tells most', () => {
  const started = {
    eventType: 'Started',
    triggerReason: 'Authorized',
    transactionInfo: { transactionId: 'be90107a-ef7a-41dc-b632-c561403e0f3e' },
    evse: { id: 1, connectorId: 2 },
  };
  const call = JSON.stringify([2, '1', 'TransactionEvent', started]);
  const gist = 'TransactionEvent Started Authorized be90107a… 2';
  assert.equal(gistOf('TransactionEvent {"eventType"…', call), gist);
  assert.equal(
    gistOf('error to Reset: NotSupported no', '[4,"1","NotSupported","no",{}]'),
    'error to Reset: NotSupported no',
  );
  assert.equal(gistOf('[3,"1",{"st', '[3,"1",{"st'), '[3,"1",{"st');
});
