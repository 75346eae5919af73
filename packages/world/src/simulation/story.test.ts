import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frame, Story, storyText } from './story.ts';
import { durationText, faultText, momentText } from './words.ts';

test('a story tells frames with their answers, faults and what people do, for the stations that matter', () => {
  const story = new Story();
  const pass = (frame: Frame) => {
    story.frame(frame);
    story.arrived({ ...frame, atMs: frame.atMs + 50 });
  };
  story.happened(1_000, 'CS-1 2', 'plugs in');
  pass({ atMs: 2_000, identity: 'CS-1', from: 'station', text: '[2,"1","Heartbeat",{}]' });
  pass({
    atMs: 2_100,
    identity: 'CS-1',
    from: 'csms',
    text: '[3,"1",{"currentTime":"2026-01-05T00:00:02Z"}]',
  });
  pass({
    atMs: 2_200,
    identity: 'CS-1',
    from: 'csms',
    text: '[2,"1","Reset",{"type":"Hard"}]',
  });
  story.frame({
    atMs: 2_300,
    identity: 'CS-1',
    from: 'station',
    text: '[4,"1","NotSupported","no",{}]',
  });
  pass({ atMs: 2_350, identity: 'CS-1', from: 'csms', text: '[]' });
  pass({ atMs: 2_400, identity: 'CS-2', from: 'station', text: '[2,"1","Heartbeat",{}]' });
  story.frame({ atMs: 2_500, identity: 'CS-1', from: 'csms', text: '[2,"2","Reset"]' });
  story.arrived({ atMs: 14_000, identity: 'CS-1', from: 'csms', text: '[2,"2","Reset"]' });
  story.happened(90_000_000, 'world', 'street for 5 s');
  story.broken(89_000_000, { rule: 'dark', place: 'CS-1 EVSE 1', what: 'has no power' });
  assert.deepEqual(storyText(story.lines(['CS-1'])).split('\n'), [
    'day 1 00:00:01.000  CS-1 2        plugs in',
    'day 1 00:00:02.000  CS-1          → Heartbeat {}',
    'day 1 00:00:02.100  CS-1          ← answer to Heartbeat {"currentTime":"2026-01-05T00:00:02Z"}',
    'day 1 00:00:02.200  CS-1          ← Reset {"type":"Hard"}',
    'day 1 00:00:02.300  CS-1          → error to Reset: NotSupported no  (never arrived)',
    'day 1 00:00:02.350  CS-1          ← []',
    'day 1 00:00:02.500  CS-1          ← Reset   (took 11.5 s)',
    'day 2 00:43:20.000  world         ✗ dark: CS-1 EVSE 1 has no power',
    'day 2 01:00:00.000  world         street for 5 s',
  ]);
  assert.equal(story.lines([]).length, 10);
});

test('faults and moments are told in words', () => {
  assert.equal(momentText(26 * 3_600_000 + 61_005), 'day 2 02:01:01.005');
  assert.equal(
    faultText({ atMs: 5, kind: 'slow', station: 1, forMs: 90_000, latencyMs: 1_500 }),
    'slow CS-2 for 1 min 30 s latency 1.5 s',
  );
  assert.equal(
    faultText({ atMs: 5, kind: 'welded', station: 0, evse: 2, forMs: 33_364_440 }),
    'welded CS-1 EVSE 2 for 9 h 16 min',
  );
  assert.equal(
    faultText({ atMs: 5, kind: 'partition', stations: [0, 2], forMs: 5_000 }),
    'partition CS-1, CS-3 for 5 s',
  );
  assert.deepEqual([59_960, 60_000, 3_600_000, -5_430_000, 0].map(durationText), [
    ...['1 min', '1 min', '1 h', '-1 h 30 min', '0 s'],
  ]);
});
