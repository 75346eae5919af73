import { VirtualClock } from '@northbound/rpc/testing';
import type { Outbound, OutboundPost, OutboundResult } from '../outbound/outbound.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import type { CsmsEvent } from '../views.ts';
import { ControlledDatabase } from './controlled-database.ts';
import { logicUnderTest } from './csms-under-test.ts';
import { LinkedStations } from './linked-stations.ts';
import { MortalStore } from './mortal-store.ts';

export const secret = 'nbw_secret';
export const wish = { url: 'https://receiver.example/', types: ['deviceEvents'] } as const;
export const money = { ...wish, types: ['transaction', 'cdr'] } as const;

export interface Told {
  readonly id: string;
  readonly event: CsmsEvent;
}

export function told({ body }: OutboundPost): Told[] {
  const { events }: { events: Told[] } = JSON.parse(body);
  return events;
}

/** A receiver that answers as it is told, and notes what it got. */
export class Receiver implements Outbound {
  readonly posts: OutboundPost[] = [];
  answer: OutboundResult = { outcome: 'answered', status: 204, body: '' };
  onPost: () => void = () => undefined;

  async post(post: OutboundPost): Promise<OutboundResult> {
    this.posts.push(post);
    this.onPost();
    return this.answer;
  }

  get events(): string[][] {
    return this.posts.map((post) => told(post).map(({ event }) => event.stationId));
  }

  get told(): Told[] {
    return this.posts.flatMap(told);
  }
}

export async function webhooksUnderTest() {
  const receiver = new Receiver();
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const database = await openSqlite({ file: ':memory:', worker: false });
  const disk = new ControlledDatabase(database);
  let store = new MortalStore(disk);
  const start = () => logicUnderTest({ clock, database: store, outbound: receiver });
  let logic = await start();
  const publish = (...stationIds: string[]) => {
    for (const stationId of stationIds) logic.bus.publish(changed(stationId));
  };
  const tell = (event: CsmsEvent) => logic.bus.publish(event);
  /** Time passes, in steps that let each request have its answer. */
  const pass = async (ms: number, steps = 1) => {
    for (let i = 0; i < steps; i += 1) {
      await clock.advance(ms / steps);
      await settled();
    }
  };
  return {
    receiver,
    clock,
    publish,
    tell,
    pass,
    blocks: () => logic.csms.blocks,
    webhooks: () => logic.csms.blocks.webhooks,
    putStation: (stationId: string) => logic.csms.commands.putStation(stationId, {}),
    removeStation: (stationId: string) => logic.csms.commands.deleteStation(stationId),
    /** How many rows each table has. */
    async stored() {
      const [counts] = await database.read<object>({
        sql: `SELECT (SELECT COUNT(*) FROM webhooks) AS webhooks,
          (SELECT COUNT(*) FROM webhook_events) AS events,
          (SELECT COUNT(*) FROM webhook_deliveries) AS deliveries`,
        params: [],
      });
      return { ...counts };
    },
    disk,
    async boot(stationId: string) {
      return new LinkedStations(logic).boot(stationId, '2.1');
    },
    async restart() {
      await logic.csms.close();
      logic = await start();
    },
    /** The process is killed, and starts again. */
    async crash(downMs = 0) {
      store.die();
      await clock.advance(downMs);
      store = new MortalStore(disk);
      logic = await start();
    },
    async [Symbol.asyncDispose]() {
      await logic.csms.close();
      await database.close();
    },
  };
}

/** An event that is not stored with what it tells. */
export function changed(stationId: string): CsmsEvent {
  return { type: 'deviceEvents', at: '2026-01-01T00:00:00.000Z', stationId, count: 1 };
}

/** Everything that waits for nothing but its turn has had it. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 30; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
