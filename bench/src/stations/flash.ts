/** The flash storage of a station, in a process of its own. */
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { QueuedEvent, RunningTransaction } from '@northbound/station';
import {
  DEFAULT_GEOMETRY,
  FileFlash,
  flashStorage,
  MemoryFlash,
  projectedLifeYears,
} from '@northbound/station/nvm';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';
import { transactionEvent } from '../payloads.ts';
import { SimulatedFleet } from './simulated-fleet.ts';

const MS_PER_HOUR = 3_600_000;
/** Erasures that the sectors of usual parts stand. */
const ENDURANCE = 100_000;
const FLASH_BYTES = DEFAULT_GEOMETRY.sectorBytes * DEFAULT_GEOMETRY.sectorCount;

answerParent({ compareAppends, chargeFor, fillQueue });

/**
 * Appends events to a flash in a file, and after each writes as many bytes as that programmed plainly into another file
 * of the same size. Only what makes an event durable counts; taking it out again does not.
 */
function compareAppends(settings: Settings): Numbers {
  const directory = textSetting(settings, 'directory');
  const events = numberSetting(settings, 'events');
  const flash = new FileFlash(join(directory, `${randomUUID()}.flash`));
  const plain = openSync(join(directory, randomUUID()), 'w+');
  writeSync(plain, new Uint8Array(FLASH_BYTES).fill(0xff));
  fdatasyncSync(plain);
  const storage = flashStorage(flash);
  const programmed = () => storage.status(0).flash.programmedBytes;
  const transactionId = randomUUID();
  let appendMs = 0;
  let plainMs = 0;
  let position = 0;
  let bytes = 0;
  for (let seqNo = 0; seqNo < events; seqNo++) {
    const { message, after } = step(transactionId, seqNo);
    const before = programmed();
    appendMs += timed(() => storage.queue.append(message, after));
    const same = new Uint8Array(programmed() - before).fill(seqNo);
    if (position + same.length > FLASH_BYTES) position = 0;
    plainMs += timed(() => {
      writeSync(plain, same, 0, same.length, position);
      fdatasyncSync(plain);
    });
    position += same.length;
    bytes += same.length;
    storage.queue.remove();
  }
  flash.close();
  closeSync(plain);
  return { appendMs, plainMs, bytes };
}

/** A station charges one car after the other, an hour each, and tells it to a CSMS that answers. */
async function chargeFor(settings: Settings): Promise<Numbers> {
  const hours = numberSetting(settings, 'hours');
  const flash = new MemoryFlash(DEFAULT_GEOMETRY);
  const storage = flashStorage(flash);
  const fleet = new SimulatedFleet();
  await fleet.boot(1, () => storage);
  const count = () => ({
    events: fleet.csms.answered.get('TransactionEvent') ?? 0,
    bytes: flash.programmedBytes,
    syncs: flash.syncs,
    erasures: storage.status(0).flash.erasures,
    nowMs: fleet.clock.monotonicMs(),
  });
  const before = count();
  for (let hour = 0; hour < hours; hour++) {
    await fleet.beginCharging();
    await fleet.clock.advance(MS_PER_HOUR);
    await fleet.endCharging();
  }
  const after = count();
  const events = after.events - before.events;
  const erasures = after.erasures - before.erasures;
  const status = storage.status(0);
  if (status.transactions.messages > 0) throw new Error('events are left in the queue');
  const { mostErasures } = status.flash;
  const elapsedMs = after.nowMs - before.nowMs;
  const { sectorCount } = DEFAULT_GEOMETRY;
  return {
    events,
    bytes: after.bytes - before.bytes,
    syncs: after.syncs - before.syncs,
    erasures,
    writeAmplification: status.writeAmplification,
    lifeYears: projectedLifeYears({ erasures, mostErasures }, sectorCount, ENDURANCE, elapsedMs),
  };
}

/** A station charges without a network until its queue is full and sheds. */
async function fillQueue(): Promise<Numbers> {
  const storage = flashStorage(new MemoryFlash(DEFAULT_GEOMETRY));
  const emptyBytes = storage.status(0).ramBytes;
  const fleet = new SimulatedFleet();
  await fleet.boot(1, () => storage);
  await fleet.beginCharging();
  for (const station of fleet.stations) station.disconnect();
  let mostBytes = 0;
  let mostMessages = 0;
  while (storage.status(0).transactions.dropped < 100) {
    await fleet.clock.advance(60_000);
    const { ramBytes, transactions } = storage.status(0);
    mostBytes = Math.max(mostBytes, ramBytes);
    mostMessages = Math.max(mostMessages, transactions.messages);
  }
  return { emptyBytes, mostBytes, mostMessages };
}

function step(
  transactionId: string,
  seqNo: number,
): { message: QueuedEvent; after: RunningTransaction } {
  const timestamp = new Date().toISOString();
  const event = transactionEvent(transactionId, seqNo, timestamp);
  return {
    message: {
      messageId: randomUUID(),
      event,
      cause: 'meterPeriodic',
      registerWh: 12_000 + 180.5 * seqNo,
      attempts: 0,
    },
    after: {
      transactionId,
      evseId: 1,
      nextSeqNo: seqNo + 1,
      chargingState: 'Charging',
      connectorId: 1,
      idToken: { idToken: '04A2B9C2D73E80', type: 'ISO14443' },
      startedAt: timestamp,
    },
  };
}

function timed(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
