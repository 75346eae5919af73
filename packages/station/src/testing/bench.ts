import { EventEmitter, once } from 'node:events';
import type { TlsOptions } from 'node:tls';
import type { Version } from '@northbound/protocol';
import { webSocketDialer } from '@northbound/rpc';
import { seededRandom } from '@northbound/rpc/testing';
import type { StationConfig } from '../config.ts';
import type { StationEvent } from '../events.ts';
import { memoryStorage } from '../nvm/memory.ts';
import type { Storage } from '../nvm/storage.ts';
import type { StationPorts } from '../ports.ts';
import { createStation, type Station } from '../station.ts';
import { BenchHardware } from './bench-hardware.ts';
import { IndependentCsms, SocketClock } from './independent-csms.ts';

export const CARD = { idToken: 'AA11BB22', type: 'ISO14443' } as const;

/** A station on the bench: real sockets to an independent CSMS, virtual time, hands on the plug. */
export interface Bench extends AsyncDisposable {
  readonly csms: IndependentCsms;
  readonly station: Station;
  readonly hardware: BenchHardware;
  readonly clock: SocketClock;
  readonly storage: Storage;
  readonly events: StationEvent[];
  /** Settles when the station has told, or tells, something that fits. */
  heard(fits: (event: StationEvent) => boolean): Promise<void>;
  /** Settles when every call of the station is answered and its queue is empty. */
  answered(): Promise<void>;
  /** Somebody is authorized. */
  authorized(): Promise<void>;
}

export interface BenchOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly evses?: number;
  readonly versions?: readonly Version[];
  readonly config?: Partial<StationConfig>;
  readonly prepare?: (csms: IndependentCsms) => void;
  readonly ports?: Partial<StationPorts>;
  readonly clock?: SocketClock;
  /** What the CSMS is on TLS with; without it is not. */
  readonly tls?: TlsOptions;
  /** How often the CSMS pings. */
  readonly pingIntervalMs?: number;
}

/** The station is on and connecting. */
export async function startBench(version: Version, options: BenchOptions = {}): Promise<Bench> {
  const csms = await IndependentCsms.start(version, options.pingIntervalMs, options.tls);
  options.prepare?.(csms);
  const clock = options.clock ?? new SocketClock();
  const evses = options.evses ?? 1;
  const hardware = new BenchHardware(clock, evses);
  const storage = memoryStorage();
  const config: StationConfig = {
    identity: 'BENCH-1',
    url: csms.url,
    versions: options.versions ?? [version],
    vendor: 'Northbound',
    model: 'Bench',
    serialNumber: 'B-0001',
    firmwareVersion: '1.0.0',
    evses: Array.from({ length: evses }, () => ({
      connectors: [{ type: 'cType2' }],
      maxCurrentA: 32,
      phases: 1,
      voltageV: 230,
    })),
    variables: {
      'OCPPCommCtrlr.RetryBackOffWaitMinimum': '1',
      'OCPPCommCtrlr.RetryBackOffRandomRange': '0',
      'OCPPCommCtrlr.RetryBackOffRepeatTimes': '0',
      ...options.variables,
    },
    ...options.config,
  };
  hardware.isDc = config.evses.some(({ dc }) => dc !== undefined);
  const random = seededRandom(1);
  const dialer = webSocketDialer();
  const station = createStation(config, {
    clock,
    random,
    dialer,
    hardware,
    storage,
    ...options.ports,
  });
  const events: StationEvent[] = [];
  const news = new EventEmitter();
  station.subscribe((event) => {
    events.push(event);
    news.emit('event');
  });
  await station.start();
  const heard = async (fits: (event: StationEvent) => boolean): Promise<void> => {
    while (!events.some(fits)) await once(news, 'event');
  };
  const frames = (direction: 'in' | 'out', isKind: (kind: string) => boolean) =>
    events.filter(
      (event) => event.type === 'frame' && event.direction === direction && isKind(event.kind),
    ).length;
  const isBusy = () =>
    station.state().queuedEvents > 0 ||
    frames('out', (kind) => kind === 'CALL') > frames('in', (kind) => kind !== 'CALL');
  return {
    heard,
    answered: async () => {
      while (isBusy()) await clock.settle();
      await clock.settle();
    },
    authorized: () =>
      heard(
        ({ type, ...rest }) =>
          type === 'authorization' && 'result' in rest && rest.result === 'authorized',
      ),
    csms,
    station,
    hardware,
    clock,
    storage,
    events,
    async [Symbol.asyncDispose]() {
      await station.stop();
      await csms[Symbol.asyncDispose]();
    },
  };
}
