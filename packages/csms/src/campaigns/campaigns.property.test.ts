import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';
import { MortalStore } from '../testing/mortal-store.ts';
import type { Campaigns } from './campaigns.ts';

const STATION_IDS = ['A', 'B', 'C', 'D', 'E'];

type Mood = 'yes' | 'no' | 'error' | 'silence' | 'away';

const event = fc.oneof(
  fc.record({ kind: fc.constantFrom('crash', 'pause', 'resume', 'comeBack') }),
  fc.record({ kind: fc.constant('wait'), seconds: fc.nat(90) }),
);

const pace = fc.record(
  {
    waveSize: fc.integer({ min: 1, max: 5 }),
    pauseBetweenWavesS: fc.nat(60),
    concurrency: fc.integer({ min: 1, max: 3 }),
    queueForS: fc.constant(600),
  },
  { requiredKeys: [] },
);

it('a campaign settles every station once, whatever becomes of its CSMS', async () => {
  const moods = fc.array(fc.constantFrom<Mood>('yes', 'no', 'error', 'silence', 'away'), {
    minLength: STATION_IDS.length,
    maxLength: STATION_IDS.length,
  });
  await fc.assert(
    fc.asyncProperty(
      moods,
      pace,
      fc.array(event, { maxLength: 10 }),
      async (moods, pace, events) => {
        const clock = new VirtualClock();
        const disk = await openSqlite({ file: ':memory:', worker: false });
        const resets = new Map<string, number>();
        let store = new MortalStore(disk);
        let stations: LinkedStation[] = [];
        let campaigns: Campaigns | undefined;

        /** A CSMS, to which all stations come that are not away. */
        const begin = async (isWorkingDay: boolean) => {
          store = new MortalStore(disk);
          const logic = await logicUnderTest({ clock, database: store });
          campaigns = logic.csms.blocks.campaigns;
          const links = new LinkedStations(logic);
          stations = [];
          for (const [index, id] of STATION_IDS.entries()) {
            const mood = moods[index] ?? 'yes';
            if (mood === 'away' && isWorkingDay) {
              await logic.csms.commands.putStation(id, {});
              continue;
            }
            const station = await links.boot(id, '2.1');
            stations.push(station);
            station.answer = (action) => {
              if (action === 'Reset') resets.set(id, (resets.get(id) ?? 0) + 1);
              if (mood === 'silence') return undefined;
              if (mood === 'error') return 'InternalError';
              return { status: mood === 'no' ? 'Rejected' : 'Accepted' };
            };
          }
        };

        await begin(true);
        const steps = [
          { command: 'ClearCache', request: {} },
          { command: 'Reset', request: { type: 'Immediate' } },
        ] as const;
        await campaigns?.create({ name: 'test', stations: {}, steps, pace }, 'test');
        for (const each of events) {
          if (each.kind === 'wait') {
            await clock.advance('seconds' in each ? each.seconds * 1000 : 0);
          } else if (each.kind === 'crash' || each.kind === 'comeBack') {
            store.die();
            for (const station of stations) station.drop();
            await begin(each.kind === 'crash');
          } else if (each.kind === 'pause' || each.kind === 'resume') {
            await campaigns?.operate(1, each.kind).catch(() => undefined);
          }
        }
        await campaigns?.operate(1, 'resume').catch(() => undefined);
        await clock.advance(3_600_000);

        const view = await campaigns?.find(1);
        assert.equal(view?.state, 'finished', JSON.stringify(view));
        const { succeeded = 0, failed = 0 } = view?.counts ?? {};
        assert.equal(succeeded + failed, STATION_IDS.length);
        const targets = await campaigns?.targets(1, { limit: 10 });
        for (const { stationId, state, cause } of targets?.items ?? []) {
          const times = resets.get(stationId) ?? 0;
          assert.ok(times <= 1, `${stationId} was reset ${times} times`);
          if (state === 'succeeded') assert.equal(times, 1, stationId);
          else
            assert.ok(cause !== undefined && cause !== '', `${stationId} failed without a cause`);
        }
      },
    ),
    runs(15),
  );
});
