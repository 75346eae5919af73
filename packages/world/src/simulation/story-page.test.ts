import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  assert.match(page, /class="row fault".*powerCut CS-1 for 5 s/);
  assert.match(page, /<i>EVSE 2<\/i> plugs in/);
  assert.match(page, /delivered 1 Wh, billed 2 Wh/);
  assert.match(page, /&lt;b&gt;&amp;/);
  assert.doesNotMatch(page, /<b>&|https?:|<script|<link|@import|url\(/);
});

test('an excerpt keeps the time around what matters, and no routine', () => {
  const story = told();
  story.happened(90 * 60_000, 'CS-1', 'is connected');
  story.frame({
    ...{ atMs: 1_300, identity: 'CS-1', from: 'station' },
    text: '[2,"9","Heartbeat",{}]',
  });
  const lines = story.excerpt(['CS-1'], ['DataTransfer'], []);
  assert.deepEqual(
    lines.map(({ what }) => what.split(' ').slice(0, 3).join(' ')),
    ['plugs in', '→ DataTransfer {"data":"<b>&"}', '← answer to', 'powerCut CS-1 for'],
  );
});
