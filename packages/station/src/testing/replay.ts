import assert from 'node:assert/strict';
import type { Clock, DialListener, Link, Timer } from '@northbound/rpc';
import type { StationConfig } from '../config.ts';
import { KIND } from '../diagnostics/recording-kinds.ts';
import { parseRecording } from '../diagnostics/recording-text.ts';
import type { PilotReading } from '../evse/pilot.ts';
import type { FileTransfer } from '../firmware/file-transfer.ts';
import type { MeterReading } from '../metering/reading.ts';
import type { Storage } from '../nvm/storage.ts';
import type { Hardware, HardwareListener } from '../ports.ts';
import { createStation, type Station } from '../station.ts';

type Recorded = ReturnType<typeof parseRecording>[number];

/** How many turns a boot may take: it loads code. */
const MOST_TURNS = 10_000;
const SEED_WORDS = 4;

/**
 * Feeds what a recording says went into a station to a fresh one, in that order and at those moments.
 * @returns the frames that it sends, each with the number of its connection
 */
export async function replay(
  log: string,
  config: StationConfig,
  storage: Storage,
): Promise<readonly string[]> {
  const player = new Player(parseRecording(log), config, storage);
  await player.play();
  return player.framesOut;
}

/** The frames that a recording says went out. */
export function recordedFrames(log: string): readonly string[] {
  return parseRecording(log)
    .filter(({ kind }) => kind === KIND.frameOut)
    .map(({ text }) => text);
}

/** What a value became: after how many readings of the one before, and how far the player is. */
interface Reads {
  readonly changes: { readonly times: number; readonly value: unknown }[];
  at: number;
  times: number;
}

const PILOT_READINGS: readonly PilotReading[] = ['A', 'B', 'C', 'E'];

class Player {
  readonly framesOut: string[] = [];
  readonly #entries: readonly Recorded[];
  readonly #station: Station;
  readonly #timers = new Map<number, () => void>();
  readonly #connections = new Map<number, DialListener>();
  readonly #results = new Map<number, (value: unknown) => void>();
  readonly #reads = new Map<string, Reads>();
  readonly #seeds: number[];
  #seedsDrawn = 0;
  #boots = 0;
  #listener: HardwareListener | undefined;
  #nowMs = 0;
  #timersMade = 0;
  #connectionsMade = 0;
  #resultsMade = 0;

  constructor(entries: readonly Recorded[], config: StationConfig, storage: Storage) {
    this.#entries = entries;
    this.#nowMs = entries[0]?.atMs ?? 0;
    this.#seeds = this.#all(KIND.boot).flatMap((seed) => seed.map(Number));
    for (const [what, times, value] of this.#all(KIND.read)) {
      const reads = this.#reads.get(String(what)) ?? { changes: [], at: -1, times: 0 };
      reads.changes.push({ times: Number(times), value });
      this.#reads.set(String(what), reads);
    }
    this.#station = createStation(config, {
      clock: this.#clock,
      random: { next: () => (this.#seeds[this.#seedsDrawn++] ?? 0) / 2 ** 32 },
      dialer: (_target, listener) => this.#dial(listener),
      hardware: this.#hardware,
      files: this.#files,
      storage,
    });
  }

  async play(): Promise<void> {
    for (const [at, entry] of this.#entries.entries()) {
      this.#nowMs = entry.atMs;
      if (entry.kind === KIND.boot) await this.#booted();
      else this.#feed(entry);
      if (this.#entries[at + 1]?.kind !== KIND.atOnce) await turn();
    }
  }

  #feed({ kind, text }: Recorded): void {
    switch (kind) {
      case KIND.timer: {
        const run = this.#timers.get(Number(text));
        assert.ok(run, `there is no timer ${text}`);
        this.#timers.delete(Number(text));
        run();
        break;
      }
      case KIND.frameIn: {
        const at = text.indexOf(' ');
        this.#connections.get(Number(text.slice(0, at)))?.onText(text.slice(at + 1));
        break;
      }
      case KIND.link:
        this.#linkEvent(listOf(text));
        break;
      case KIND.hardware:
        this.#hardwareEvent(listOf(text));
        break;
      case KIND.result: {
        const [number, value] = listOf(text);
        this.#results.get(Number(number))?.(value);
        break;
      }
      case KIND.verb:
        this.#verb(listOf(text));
        break;
    }
  }

  #linkEvent([number, event, first, second]: readonly unknown[]): void {
    const listener = this.#connections.get(Number(number));
    switch (event) {
      case 'opened':
        listener?.onOpened(String(first));
        break;
      case 'failed':
        listener?.onFailed({ reason: 'network', code: memberOf(first, 'code') });
        break;
      case 'closed':
        listener?.onClosed(Number(first), String(second));
        break;
      case 'pong':
        listener?.onPong();
        break;
    }
  }

  #hardwareEvent([method, first, second, third]: readonly unknown[]): void {
    switch (method) {
      case 'pilot': {
        const reading = PILOT_READINGS.find((each) => each === third);
        if (reading) this.#listener?.pilot(Number(first), Number(second), reading);
        break;
      }
      case 'fault':
        this.#listener?.fault(Number(first), String(second));
        break;
      case 'faultCleared':
        this.#listener?.faultCleared(Number(first), String(second));
        break;
    }
  }

  #verb([name, first, second]: readonly unknown[]): void {
    switch (name) {
      case 'start':
        void this.#station.start();
        break;
      case 'stop':
        void this.#station.stop();
        break;
      case 'powerCut':
        this.#station.powerCut();
        break;
      case 'disconnect':
        this.#station.disconnect();
        break;
      case 'connect':
        this.#station.connect();
        break;
      case 'swipe':
        this.#station.swipe(
          { idToken: memberOf(first, 'idToken'), type: memberOf(first, 'type') },
          second === null ? undefined : Number(second),
        );
        break;
      case 'setVariable':
        this.#station.setVariable(String(first), String(second));
        break;
    }
  }

  /** The station boots by itself once its code is loaded. */
  async #booted(): Promise<void> {
    const due = ++this.#boots * SEED_WORDS;
    for (let turns = 0; this.#seedsDrawn < due && turns < MOST_TURNS; turns++) await turn();
    assert.equal(this.#seedsDrawn, due, 'the station does not boot');
  }

  readonly #clock: Clock = {
    monotonicMs: () => this.#nowMs,
    epochMs: () => this.#nowMs + Number(this.#readNext('clock')),
    after: (_delayMs, run): Timer => {
      const number = ++this.#timersMade;
      this.#timers.set(number, run);
      return { cancel: () => this.#timers.delete(number) };
    },
  };

  readonly #hardware: Hardware = {
    listen: (listener) => {
      this.#listener = listener;
    },
    setContactor: () => undefined,
    offer: () => undefined,
    lock: () => this.#readNext('lock') === true,
    readMeter: (evseId) => meterOf(this.#readNext(`meter ${evseId}`)),
  };

  readonly #files: FileTransfer = {
    protocols: ['HTTP', 'HTTPS'],
    download: () => new Promise(() => undefined),
    upload: () => {
      const number = ++this.#resultsMade;
      return new Promise((resolve) => {
        this.#results.set(number, () => resolve({ status: 'Uploaded' }));
      });
    },
  };

  #dial(listener: DialListener): Link {
    const number = ++this.#connectionsMade;
    this.#connections.set(number, listener);
    return {
      send: (text) => this.framesOut.push(`${number} ${text}`),
      ping: () => undefined,
      setReading: () => undefined,
      bufferedBytes: 0,
      close: () => undefined,
      terminate: () => undefined,
    };
  }

  /** The same value as often as it was read then, and after it the next. */
  #readNext(what: string): unknown {
    const reads = this.#reads.get(what);
    assert.ok(reads, `${what} was never read`);
    if (reads.times === reads.changes[reads.at + 1]?.times) {
      reads.at++;
      reads.times = 0;
    }
    reads.times++;
    return reads.changes[reads.at]?.value;
  }

  #all(kind: number): (readonly unknown[])[] {
    return this.#entries.filter((entry) => entry.kind === kind).map(({ text }) => listOf(text));
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function listOf(text: string): readonly unknown[] {
  const value: unknown = JSON.parse(text);
  assert.ok(Array.isArray(value), text);
  return value;
}

function memberOf(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return '';
  return String(new Map<string, unknown>(Object.entries(value)).get(name));
}

function meterOf(value: unknown): MeterReading {
  assert.ok(isReading(value), JSON.stringify(value));
  return value;
}

function isReading(value: unknown): value is MeterReading {
  return typeof value === 'object' && value !== null && 'registerWh' in value;
}
