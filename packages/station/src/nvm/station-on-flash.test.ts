import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import type { StationConfig } from '../config.ts';
import { createStation, type Station } from '../station.ts';
import { BenchHardware } from '../testing/bench-hardware.ts';
import { ScriptedNetwork } from '../testing/scripted-network.ts';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';

const GEOMETRY = { ...TINY, sectorCount: 96 };
const OPTIONS = { sizes: { ...TINY_SIZES, valuesBytes: 8192 } };
const CARD = { idToken: 'AA11BB22', type: 'ISO14443' };

type Received = ScriptedNetwork['received'][number];

/** Calls back after every operation, when the power could have gone. */
class WatchedFlash extends MemoryFlash {
  onOperation: () => void = () => {};

  override program(address: number, bytes: Uint8Array): void {
    super.program(address, bytes);
    this.onOperation();
  }

  override erase(sector: number): void {
    super.erase(sector);
    this.onOperation();
  }
}

interface Bench {
  readonly station: Station;
  readonly network: ScriptedNetwork;
  readonly clock: VirtualClock;
}

function bench(flash: MemoryFlash, seed: number): Bench {
  const clock = new VirtualClock(Date.UTC(2026, 0, seed));
  const network = new ScriptedNetwork(clock, 'ocpp2.1', (action, payload) => {
    const currentTime = new Date(clock.epochMs()).toISOString();
    if (action === 'BootNotification') return { status: 'Accepted', currentTime, interval: 600 };
    if (action === 'Heartbeat') return { currentTime };
    const asks = action === 'Authorize' || payload.idToken !== undefined;
    return asks ? { idTokenInfo: { status: 'Accepted' } } : {};
  });
  const config: StationConfig = {
    identity: 'S',
    url: 'ws://csms/ocpp',
    versions: ['2.1'],
    vendor: 'V',
    model: 'M',
    evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
    variables: { 'SampledDataCtrlr.TxUpdatedInterval': '60' },
  };
  const hardware = new BenchHardware(clock, 1);
  const random = seededRandom(seed);
  const storage = flashStorage(flash, OPTIONS);
  const { dialer } = network;
  return {
    clock,
    network,
    station: createStation(config, { clock, random, dialer, hardware, storage }),
  };
}

/** A session that begins online, goes on while the network is down, and ends online. */
async function session({ clock, network, station }: Bench): Promise<void> {
  await station.start();
  await clock.advance(5_000);
  station.plugIn(1);
  station.swipe(CARD, 1);
  await clock.advance(150_000);
  network.up = false;
  await clock.advance(200_000);
  network.up = true;
  await clock.advance(200_000);
  station.plugOut(1);
  await clock.advance(60_000);
}

describe('a station on flash', () => {
  it('tells every event once with one number, wherever the power went', async () => {
    const flash = new WatchedFlash(GEOMETRY);
    const before = bench(flash, 1);
    const cuts: { readonly image: Uint8Array; readonly received: readonly Received[] }[] = [];
    flash.onOperation = () => {
      cuts.push({ image: flash.image(), received: [...before.network.received] });
    };
    await session(before);
    before.station.powerCut();
    const last = cuts.at(-1)?.received.filter(({ action }) => action === 'TransactionEvent') ?? [];
    assert.ok(last.length > 10, `${last.length} events`);
    for (const { image, received } of cuts) {
      const after = bench(new MemoryFlash(GEOMETRY, image), 2);
      await after.station.start();
      await after.clock.advance(60_000);
      assert.equal(after.station.state().queuedEvents, 0);
      after.station.powerCut();
      const bySeqNo = new Map<unknown, Received>();
      for (const message of [...received, ...after.network.received]) {
        if (message.action !== 'TransactionEvent') continue;
        const { seqNo } = message.payload;
        assert.deepEqual(
          message,
          bySeqNo.get(seqNo) ?? message,
          'a repetition is the same message',
        );
        bySeqNo.set(seqNo, message);
      }
      const events = [...bySeqNo.values()].map(({ payload }) => payload);
      assert.deepEqual(
        events.map(({ seqNo }) => seqNo),
        [...events.keys()],
      );
      if (events.length === 0) continue;
      assert.equal(events[0]?.eventType, 'Started');
      assert.equal(events.at(-1)?.eventType, 'Ended');
    }
  });
});
