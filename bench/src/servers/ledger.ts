/** The CSMS's books without sockets and in memory: what an event costs in code and in the tables. */
import { type Csms, createBus, createCsms, DEFAULT_SETTINGS, openSqlite } from '@northbound/csms';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { systemClock } from '@northbound/rpc';
import { answerParent, type Numbers, numberSetting, type Settings } from '../harness/child.ts';
import { transactionEvent } from '../payloads.ts';

const STATION = 'CS-1';
const START_MS = Date.UTC(2026, 0, 1);
/** Seconds from one event to the next. */
const EVERY_MS = 1_000;

let csms: Csms | undefined;
let longest = 0;
let fresh = 0;

answerParent({ open, grow, compare, check });

async function open(): Promise<Numbers> {
  csms = await createCsms(
    { ...DEFAULT_SETTINGS, admission: 'open', heartbeatIntervalS: 300 },
    {
      clock: systemClock,
      database: await openSqlite({ file: ':memory:', worker: false }),
      bus: createBus(),
      passwords: {
        hash: async () => '',
        verify: async () => false,
        digest: () => new Uint8Array(),
      },
      protocols: { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 },
      onFailure: (error) => {
        throw error;
      },
    },
  );
  return {};
}

/** Makes the long transaction longer. */
async function grow(settings: Settings): Promise<Numbers> {
  const events = numberSetting(settings, 'events');
  await send('LONG', longest, events);
  longest += events;
  return { events: longest };
}

/** CPU of as many further events of the long transaction, and of one that begins. */
async function compare(settings: Settings): Promise<Numbers> {
  const events = numberSetting(settings, 'events');
  const longUs = await cpuOf(async () => {
    await grow({ events });
  });
  fresh += 1;
  const freshUs = await cpuOf(() => send(`FRESH-${fresh}`, 0, events));
  return { longUs: longUs / events, freshUs: freshUs / events };
}

/** What the books hold of the long one. */
async function check(): Promise<Numbers> {
  const page = await csms?.queries.transactions({ stationId: STATION, limit: 500 });
  const long = page?.items.find(({ transactionId }) => transactionId === 'LONG');
  return { events: long?.eventCount ?? 0, missing: long?.missingSeqNos.length ?? -1 };
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function send(transactionId: string, from: number, count: number): Promise<void> {
  const handler = csms?.handlers['2.0.1'].TransactionEvent;
  if (csms === undefined || handler === undefined) throw new Error('open comes first');
  const station = csms.stations.add({ id: STATION, admission: 'Open', securityProfile: 0 });
  const context = { station, version: '2.0.1', securityProfile: 0, connectedAtMs: 0 } as const;
  for (let seqNo = from; seqNo < from + count; seqNo += 1) {
    const timestamp = new Date(START_MS + seqNo * EVERY_MS).toISOString();
    const event = transactionEvent(transactionId, seqNo, timestamp);
    await handler(event, context, { action: 'TransactionEvent', messageId: String(seqNo) });
  }
}
