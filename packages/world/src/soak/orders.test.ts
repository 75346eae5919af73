import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignTargetView, CampaignView, CommandState, CommandView } from '@northbound/csms';
import { Orders, type ToldOrders } from './orders.ts';

const at = '2026-01-01T00:00:00.000Z';

function command(state: CommandState, mark = 'order-1'): CommandView {
  return {
    id: 7,
    stationId: 'A',
    command: 'DataTransfer',
    request: { data: mark },
    by: 'operator',
    requestedAt: at,
    timeoutS: 30,
    state,
    messages: [],
  };
}

function told(part: Partial<ToldOrders>): ToldOrders {
  return { commands: [], campaigns: [], targets: new Map(), ...part };
}

/** An order to one station that arrived so often, and what is said of it. */
function verdict(arrivals: number, views: readonly CommandView[], commandId?: number): string[] {
  const orders = new Orders();
  const mark = orders.next('A');
  if (commandId !== undefined) orders.confirmed(mark, commandId);
  for (let left = arrivals; left > 0; left -= 1) orders.arrived(mark, 'A');
  return orders.check(told({ commands: views })).map(({ what }) => what);
}

test('an order that came to its end once is well, and one that was never taken', () => {
  assert.deepEqual(verdict(1, [command('answered')], 7), []);
  assert.deepEqual(verdict(0, [command('expired')], 7), []);
  // It was on its way when the CSMS died, and nobody knows.
  assert.deepEqual(verdict(0, [command('unknown')]), []);
  assert.deepEqual(verdict(1, [command('unknown')]), []);
  assert.deepEqual(verdict(0, []), []);
});

test('what must not happen to an order is found', () => {
  assert.deepEqual(verdict(2, [command('answered')]), ['reached the station 2 times']);
  assert.deepEqual(verdict(0, [], 7), ['was taken as command 7 and is lost']);
  assert.deepEqual(verdict(1, []), ['reached the station and is in no book']);
  assert.deepEqual(verdict(0, [command('queued')]), ['command 7 is queued at the end']);
  assert.deepEqual(verdict(1, [command('expired')]), ['command 7 is expired, and has arrived']);
  assert.deepEqual(verdict(0, [command('answered')]), [
    'command 7 is answered by a station that it never reached',
  ]);
});

function campaign(state: CampaignView['state']): CampaignView {
  const none = { pending: 0, active: 0, waiting: 0, awaiting: 0, skipped: 0 };
  return {
    id: 3,
    name: 'order-1',
    stations: {},
    steps: [],
    state,
    createdBy: 'operator',
    createdAt: at,
    wave: 1,
    waves: 1,
    counts: { ...none, succeeded: 0, failed: 0 },
  };
}

function target(stationId: string, state: CampaignTargetView['state']): CampaignTargetView {
  return { stationId, state, wave: 1, step: 1, updatedAt: at };
}

test('a campaign that is lost, goes on for ever, or tells what was not, is found', () => {
  const verdictOf = (part: Partial<ToldOrders>) => {
    const orders = new Orders();
    const mark = orders.next('A', 'B');
    orders.campaignConfirmed(mark, 3);
    orders.arrived(mark, 'A');
    const answered = command('answered');
    const found = orders.check(told({ commands: [answered], ...part }));
    return found.map(({ what }) => what);
  };
  const targets = (...list: readonly CampaignTargetView[]) => new Map([[3, list]]);
  const well = [target('A', 'succeeded'), target('B', 'failed')];
  assert.deepEqual(verdictOf({ campaigns: [campaign('finished')], targets: targets(...well) }), []);
  assert.deepEqual(verdictOf({}), ['was taken and is lost']);
  assert.deepEqual(verdictOf({ campaigns: [campaign('running')], targets: targets(...well) }), [
    'is running at the end',
  ]);
  assert.deepEqual(
    verdictOf({
      campaigns: [campaign('finished')],
      targets: targets(target('A', 'succeeded'), target('B', 'succeeded')),
    }),
    ['is succeeded for B, which it never reached'],
  );
  assert.deepEqual(
    verdictOf({ campaigns: [campaign('finished')], targets: targets(target('A', 'succeeded')) }),
    ['has 1 of its 2 stations'],
  );
});
