import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const OFFICER = { idToken: 'POLICE', type: 'ISO14443' } as const;

/** Two vehicles charge; a third token belongs to the group of the master pass. */
async function busy(
  version: '2.0.1' | '2.1',
  choices: readonly (readonly number[] | (() => Promise<readonly number[]>))[],
) {
  const shown: (readonly number[])[] = [];
  const left = [...choices];
  const bench = await startBench(version, {
    evses: 3,
    variables: {
      'AuthCtrlr.MasterPassGroupId': 'MASTER',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
    },
    ports: {
      masterPassMenu: {
        choose: async (evseIds) => {
          shown.push(evseIds);
          const choice = left.shift() ?? [];
          return typeof choice === 'function' ? choice() : choice;
        },
      },
    },
    prepare: (csms) =>
      csms.answers.set('Authorize', ({ idToken }) => {
        const isOfficer = JSON.stringify(idToken).includes(OFFICER.idToken);
        const groupIdToken = { idToken: 'MASTER', type: 'Central' };
        return { idTokenInfo: { status: 'Accepted', ...(isOfficer && { groupIdToken }) } };
      }),
  });
  await bench.csms.next('BootNotification');
  await bench.answered();
  for (const [evseId, idToken] of [
    [1, CARD.idToken],
    [2, 'BB'],
  ] as const) {
    bench.station.plugIn(evseId);
    bench.station.swipe({ ...CARD, idToken }, evseId);
    while (!bench.hardware.evse(evseId).closed) await bench.clock.settle();
  }
  await bench.answered();
  return { bench, shown };
}

/** The reasons of the transactions that have ended, by EVSE. */
const endings = ({ events }: Bench) =>
  events.flatMap((event) =>
    event.type === 'transaction' && event.event.eventType === 'Ended'
      ? [`${event.evseId} ${event.event.transactionInfo.stoppedReason}`]
      : [],
  );

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_C_47_CS: a master pass at a menu, all transactions chosen`, async () => {
    const { bench, shown } = await busy(version, [[1, 2]]);
    await using _ = bench;
    bench.station.swipe(OFFICER, 1);
    for (let count = 0; count < 2; count++) {
      const { payload } = await bench.csms.next(
        'TransactionEvent',
        ({ eventType }) => eventType === 'Ended',
      );
      assert.match(JSON.stringify(payload), /"stoppedReason":"MasterPass".*"idToken":"POLICE"/);
    }
    // Only where something runs.
    assert.deepEqual(shown, [[1, 2]]);
    assert.deepEqual(endings(bench), ['1 MasterPass', '2 MasterPass']);
  });

  test(`${version} TC_C_48_CS: a master pass at a menu, one transaction chosen, or none`, async () => {
    const { bench, shown } = await busy(version, [[], [2, 3]]);
    await using _ = bench;
    bench.station.swipe(OFFICER, 1);
    await bench.answered();
    assert.deepEqual(endings(bench), []);
    bench.station.swipe(OFFICER, 1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    await bench.answered();
    assert.deepEqual(endings(bench), ['2 MasterPass']);
    assert.equal(bench.hardware.evse(1).closed, true);
    assert.equal(shown.length, 2);
  });

  test(`${version}: who begins while somebody reads the menu is left alone`, async () => {
    const reading = Promise.withResolvers<readonly number[]>();
    const { bench } = await busy(version, [() => reading.promise]);
    await using _ = bench;
    bench.station.swipe(OFFICER, 1);
    await bench.answered();
    bench.station.plugOut(1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    bench.station.plugIn(1);
    bench.station.swipe({ ...CARD, idToken: 'CC' }, 1);
    while (!bench.hardware.evse(1).closed) await bench.clock.settle();
    reading.resolve([1, 2]);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    await bench.answered();
    assert.deepEqual(endings(bench), ['1 EVDisconnected', '2 MasterPass']);
    assert.equal(bench.hardware.evse(1).closed, true);
  });

  test(`${version} C16.FR.02: a display that fails is as none`, async () => {
    const { bench } = await busy(version, [() => Promise.reject(new Error('the display is gone'))]);
    await using _ = bench;
    bench.station.swipe(OFFICER, 1);
    for (let count = 0; count < 2; count++)
      await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    assert.deepEqual(endings(bench), ['1 MasterPass', '2 MasterPass']);
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} C09.FR.03, C16.FR.02: what nobody may begin any more is ended all the same`, async () => {
    const group = (idToken: string) => ({ idToken, type: 'Central' });
    for (const isReset of [true, false]) {
      const at = new VirtualBench(version, {
        evses: 3,
        variables: { 'AuthCtrlr.MasterPassGroupId': 'MASTERS' },
      });
      at.answers.set('Authorize', ({ idToken }) => ({
        idTokenInfo: {
          status: 'Accepted',
          groupIdToken: group(Object(idToken).idToken === 'MASTER' ? 'MASTERS' : 'FAMILY'),
        },
      }));
      await at.begin();
      const card = (idToken: string) => ({ idToken, type: 'ISO14443' as const });
      for (const evseId of [2, 3]) {
        at.station.plugIn(evseId);
        at.station.swipe(card(`CARD-${evseId}`), evseId);
        await at.pass(2_000);
      }
      if (isReset) await at.ask('Reset', { type: 'OnIdle' });
      // Nothing is offered, and the transaction waits for its end.
      else for (const evseId of [1, 2, 3]) at.station.fault(evseId, 'VENDOR-1');
      await at.pass(1_000);
      const ended = () => [...at.office.booked.values()].filter((booked) => booked.ended);
      assert.equal(ended().length, 0);
      at.station.swipe(card('COUSIN'), 2);
      await at.pass(1_000);
      assert.deepEqual(
        ended().map(({ stoppedReason }) => stoppedReason),
        ['Local'],
      );
      at.station.swipe(card('MASTER'));
      await at.pass(1_000);
      assert.deepEqual(
        ended().map(({ stoppedReason }) => stoppedReason),
        ['Local', 'MasterPass'],
      );
      await at.end();
    }
  });
}
