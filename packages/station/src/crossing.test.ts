import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { type Protocol, readErrorCode, SUBPROTOCOLS, VERSIONS } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { payloads, runs } from '@northbound/protocol/testing';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { defaultSizes, flashStorage, MemoryFlash } from './nvm/index.ts';
import { memoryStorage } from './nvm/memory.ts';
import type { Storage } from './nvm/storage.ts';
import { createStation, type Station } from './station.ts';
import { BenchHardware } from './testing/bench-hardware.ts';
import { ScriptedNetwork } from './testing/scripted-network.ts';

const PROTOCOLS: Readonly<Record<Version, Protocol<Version>>> = {
  '1.6': ocpp16,
  '2.0.1': ocpp201,
  '2.1': ocpp21,
};

const CARD = { idToken: 'AA11', type: 'ISO14443' };
const NOW = '2026-01-01T00:00:00Z';

/** What a station finds when it is switched on. */
interface Before {
  readonly storage: Storage;
  readonly epochMs?: number;
}

/** A station with a scripted CSMS in virtual time. */
class Case {
  readonly clock: VirtualClock;
  readonly hardware: BenchHardware;
  readonly network: ScriptedNetwork;
  readonly station: Station;
  /** What the CSMS says to a boot; `undefined` when it does not answer. */
  boot: string | undefined = 'Accepted';
  /** Whether it answers transaction events, in 1.6 starts and stops. */
  answersTransactions = true;
  readonly #info: string;

  constructor(version: Version, { storage, epochMs }: Before) {
    this.clock = new VirtualClock(epochMs);
    this.hardware = new BenchHardware(this.clock, 1);
    this.#info = version === '1.6' ? 'idTagInfo' : 'idTokenInfo';
    this.network = new ScriptedNetwork(this.clock, SUBPROTOCOLS[version], (action) =>
      this.#answer(action),
    );
    this.station = createStation(
      {
        identity: 'CROSS-1',
        url: 'ws://csms/ocpp',
        versions: [version],
        vendor: 'Northbound',
        model: 'Cross',
        evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
        variables: {
          'OCPPCommCtrlr.RetryBackOffWaitMinimum': '1',
          'OCPPCommCtrlr.RetryBackOffRandomRange': '0',
          'OCPPCommCtrlr.RetryBackOffRepeatTimes': '8',
        },
      },
      {
        clock: this.clock,
        random: seededRandom(1),
        dialer: this.network.dialer,
        hardware: this.hardware,
        storage,
      },
    );
  }

  async begin(): Promise<void> {
    await this.station.start();
    await this.clock.advance(1_000);
  }

  async charge(patienceMs = 2_000): Promise<void> {
    this.station.plugIn(1);
    this.station.swipe(CARD, 1);
    await this.clock.advance(patienceMs);
    assert.equal(this.station.state().evses[0]?.chargingState, 'Charging');
  }

  #answer(action: string): object | 'silence' {
    switch (action) {
      case 'BootNotification':
        return this.boot === undefined
          ? 'silence'
          : { status: this.boot, currentTime: NOW, interval: 600 };
      case 'Heartbeat':
        return { currentTime: NOW };
      case 'Authorize':
        return { [this.#info]: { status: 'Accepted' } };
      case 'TransactionEvent':
      case 'StopTransaction':
        return this.answersTransactions ? {} : 'silence';
      case 'StartTransaction':
        return this.answersTransactions
          ? { transactionId: 1, idTagInfo: { status: 'Accepted' } }
          : 'silence';
      default:
        return {};
    }
  }
}

/** Small flash, so that an outage of some hours fills it. */
const GEOMETRY = { sectorBytes: 4096, sectorCount: 48, programBytes: 8 };
const SIZES = { ...defaultSizes(GEOMETRY), maxRecordBytes: 2048 };

/** An outage fills a queue, until the power goes: each station that is switched on then has it full. */
async function fullQueue(version: Version): Promise<() => Before> {
  const flash = new MemoryFlash(GEOMETRY);
  const each = new Case(version, { storage: flashStorage(flash, { sizes: SIZES }) });
  await each.begin();
  await each.charge();
  each.network.up = false;
  await each.clock.advance(3 * 3_600_000);
  each.station.powerCut();
  const epochMs = each.clock.epochMs();
  const image = flash.image();
  return () => ({
    storage: flashStorage(new MemoryFlash(GEOMETRY, image), { sizes: SIZES }),
    epochMs,
  });
}

interface Situation {
  /** What was before, lived once for all commands; a new station otherwise. */
  readonly before?: (version: Version) => Promise<() => Before>;
  reach(each: Case, version: Version): Promise<void>;
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  booting: {
    async reach(each) {
      each.boot = undefined;
      await each.begin();
      assert.equal(each.station.state().registration, 'Booting');
    },
  },
  pending: {
    async reach(each) {
      each.boot = 'Pending';
      await each.begin();
      assert.equal(each.station.state().registration, 'Pending');
    },
  },
  rejected: {
    async reach(each) {
      each.boot = 'Rejected';
      await each.begin();
      assert.equal(each.station.state().registration, 'Rejected');
    },
  },
  idle: { reach: (each) => each.begin() },
  charging: {
    async reach(each) {
      await each.begin();
      await each.charge();
    },
  },
  faulted: {
    async reach(each) {
      await each.begin();
      each.station.fault(1, 'GroundFailure');
      await each.clock.advance(1_000);
      const [evse] = each.station.state().evses;
      assert.equal(evse?.connectors[0]?.availabilityState, 'Faulted');
    },
  },
  'with a full queue': {
    before: fullQueue,
    async reach(each, version) {
      each.answersTransactions = false;
      await each.begin();
      // In 2.x the question whether it may waits behind an event that nobody answers.
      await each.charge(version === '1.6' ? 2_000 : 60_000);
      assert.ok(each.station.state().queuedEvents > 50);
      assert.ok(each.station.state().connected);
    },
  },
  resetting: {
    async reach(each, version) {
      await each.begin();
      each.answersTransactions = false;
      await each.charge();
      const type = version === '1.6' ? 'Soft' : 'Immediate';
      each.network.command('Reset', { type });
      await each.clock.advance(200);
      assert.ok(each.station.state().connected);
    },
  },
};

const newStation = async () => () => ({ storage: memoryStorage() });

for (const version of VERSIONS) {
  const protocol = PROTOCOLS[version];
  const commands = [...protocol.actions]
    .filter(([, { from, kind }]) => from !== 'ChargingStation' && kind === 'CALL')
    .map(([action]) => action);

  for (const [name, { before = newStation, reach }] of Object.entries(SITUATIONS)) {
    test(`${version}: a station that is ${name} answers every command as the standard allows`, async () => {
      const lifeBefore = await before(version);
      for (const action of commands) {
        const each = new Case(version, lifeBefore());
        await reach(each, version);
        const samples = fc.sample(payloads(version, action), runs(2));
        for (const payload of samples) {
          await ask(each, protocol, action, payload);
        }
        await livesOn(each);
      }
    });
  }
}

async function ask(
  { clock, network, station }: Case,
  protocol: Protocol<Version>,
  action: string,
  payload: object,
): Promise<void> {
  // The command before may have made it reboot, or connect anew.
  for (let waits = 0; !station.state().connected && waits < 100; waits++) await clock.advance(100);
  const id = network.command(action, payload);
  await clock.advance(100);
  const context = `${action} ${JSON.stringify(payload).slice(0, 300)}`;
  const answer = network.answers.get(id);
  const { version, registration } = station.state();
  // 1.6 edition 2, 4.2: a station that was rejected sends nothing at all.
  if (version === '1.6' && registration === 'Rejected') {
    assert.equal(answer, undefined, context);
    return;
  }
  assert.ok(answer !== undefined, `no answer to ${context}`);
  const [type, , third] = answer;
  if (type === 3) {
    assert.deepEqual(protocol.response(action)?.explain(third), [], context);
    return;
  }
  assert.equal(type, 4, context);
  const code = typeof third === 'string' ? readErrorCode(third) : undefined;
  assert.ok(code !== undefined, `${context}: ${third}`);
  // What a handler throws by mistake becomes one of these.
  assert.notEqual(code, 'InternalError', context);
  assert.notEqual(code, 'GenericError', context);
}

/** After a power cut the station boots, and the CSMS lets it in. */
async function livesOn(each: Case): Promise<void> {
  each.boot = 'Accepted';
  each.answersTransactions = true;
  each.station.powerCut();
  await each.station.start();
  await each.clock.advance(5_000);
  assert.equal(each.station.state().registration, 'Accepted');
  const stopped = each.station.stop();
  await each.clock.advance(1_000);
  await stopped;
}
