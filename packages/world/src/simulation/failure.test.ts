import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortestFailure } from './failure.ts';
import type { Fault } from './faults.ts';
import { runWorld } from './run.ts';
import { type Observer, storyText } from './story.ts';

const HOUR_MS = 3_600_000;

/** A contactor that is welded while the power goes: no software can open it. */
const NEEDED: readonly Fault[] = [
  { atMs: 5 * HOUR_MS, kind: 'welded', station: 0, evse: 1, forMs: 12 * HOUR_MS },
  { atMs: 8 * HOUR_MS, kind: 'powerCut', station: 0, forMs: 60_000 },
];

test('of a failing world the part is left that it needs, with its story', async () => {
  const faults: readonly Fault[] = [
    { atMs: HOUR_MS, kind: 'outage', station: 1, forMs: HOUR_MS },
    ...NEEDED,
  ];
  const options = { seed: 5, stations: 2, days: 1, faults };
  const report = await runWorld(options);
  assert.deepEqual([...new Set(report.violations.map(({ rule }) => rule))], ['dark']);
  let worlds = 0;
  const { world, story } = await shortestFailure(options, report, () => {
    worlds += 1;
  });
  assert.deepEqual(
    world.faults.map(({ kind }) => kind),
    ['welded', 'powerCut'],
  );
  assert.deepEqual([world.days, world.only], [1, ['CS-1']]);
  assert.ok(worlds < 20, `${worlds} worlds`);
  const text = storyText(story).replaceAll('\n', ' ');
  assert.match(text, /welded CS-1.*powerCut CS-1.*is without power/);
});

test('what is thrown breaks a rule, too, and says where', async () => {
  const quiet = { seed: 5, stations: 1, days: 1, faults: [] };
  const thrown = async (observer: Observer) => {
    const { violations } = await runWorld(quiet, observer);
    return violations.map(({ rule, what, atMs }) => [rule, what.split('\n    at ')[0], atMs]);
  };
  const uncaught = () => new Error('nobody caught it');
  assert.deepEqual(await thrown({ uncaught }), [
    ['crash', 'ended: Error: nobody caught it', HOUR_MS + 31_000],
  ]);
  const progress = () => {
    throw new TypeError('in its midst');
  };
  assert.deepEqual(await thrown({ progress }), [
    ['crash', 'ended: TypeError: in its midst', HOUR_MS + 31_000],
  ]);
});
