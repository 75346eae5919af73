import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import type { StationConfig } from '../config.ts';
import { memoryStorage } from '../nvm/memory.ts';
import type { Storage } from '../nvm/storage.ts';
import type { StationPorts } from '../ports.ts';
import { createStation, type Station } from '../station.ts';
import { BackOffice } from './back-office.ts';
import { BenchHardware } from './bench-hardware.ts';
import { type CsmsAnswer, ScriptedNetwork } from './scripted-network.ts';

export interface VirtualBenchOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly evses?: number;
  readonly config?: Partial<StationConfig>;
  readonly ports?: Partial<StationPorts>;
  /** For what the board's own clock, among the ports, goes by. */
  readonly clock?: VirtualClock;
}

const EVSE = {
  connectors: [{ type: 'cType2' }],
  maxCurrentA: 32,
  phases: 1,
  voltageV: 230,
} as const;

/** A station in virtual time, and an independent CSMS that keeps books. */
export class VirtualBench {
  readonly version: Version;
  readonly clock: VirtualClock;
  readonly hardware: BenchHardware;
  readonly office: BackOffice;
  readonly network: ScriptedNetwork;
  readonly station: Station;
  readonly config: StationConfig;
  readonly storage: Storage;
  /** What the CSMS answers instead of what its books say. */
  readonly answers = new Map<
    string,
    (payload: Record<string, unknown>, id: string) => CsmsAnswer
  >();

  constructor(
    version: Version,
    {
      variables,
      evses = 1,
      config,
      ports,
      clock: time = new VirtualClock(),
    }: VirtualBenchOptions = {},
  ) {
    this.version = version;
    this.clock = time;
    this.hardware = new BenchHardware(this.clock, evses);
    this.office = new BackOffice(version, this.clock);
    this.network = new ScriptedNetwork(
      this.clock,
      SUBPROTOCOLS[version],
      (action, payload, id) =>
        this.answers.get(action)?.(payload, id) ?? this.office.process(action, payload, id),
    );
    const { clock, hardware } = this;
    this.storage = ports?.storage ?? memoryStorage();
    this.config = {
      identity: 'VIRTUAL-1',
      url: 'ws://csms/ocpp',
      versions: [version],
      vendor: 'Northbound',
      model: 'Virtual',
      evses: Array.from({ length: evses }, () => EVSE),
      variables: {
        'OCPPCommCtrlr.RetryBackOffWaitMinimum': '1',
        'OCPPCommCtrlr.RetryBackOffRandomRange': '0',
        'OCPPCommCtrlr.RetryBackOffRepeatTimes': '0',
        ...variables,
      },
      ...config,
    };
    const { config: made, storage } = this;
    this.station = createStation(made, {
      clock,
      random: seededRandom(1),
      dialer: this.network.dialer,
      hardware,
      ...ports,
      storage,
    });
  }

  /** What the CSMS says that the time is; to a station without a battery, whose messages its books do not take. */
  tellTime(currentTime: () => string): void {
    this.answers.set('BootNotification', () => ({
      status: 'Accepted',
      currentTime: currentTime(),
      interval: 86_400,
    }));
    for (const action of ['TransactionEvent', 'NotifyEvent', 'SecurityEventNotification']) {
      this.answers.set(action, () => ({}));
    }
  }

  /** Switched on, and accepted. */
  async begin(): Promise<void> {
    await this.station.start();
    await this.clock.advance(1_000);
  }

  async end(): Promise<void> {
    const stopped = this.station.stop();
    await this.clock.advance(1_000);
    await stopped;
  }

  /** The power goes, and comes back. */
  async cutPower(forMs: number): Promise<void> {
    this.station.powerCut();
    await this.clock.advance(forMs);
    await this.station.start();
    await this.clock.advance(5_000);
  }

  /** @returns the answer, or the code of the error */
  async ask(action: string, payload: object): Promise<unknown> {
    const id = this.command(action, payload);
    await this.clock.advance(200);
    const answer = this.network.answers.get(id);
    if (answer === undefined) throw new Error(`${action} is not answered`);
    return answer[2];
  }

  command(action: string, payload: object): string {
    return this.network.command(action, payload);
  }

  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** What the CSMS got of an action, in order, repetitions included. */
  got(action: string): Record<string, unknown>[] {
    return this.network.received
      .filter((message) => message.action === action)
      .map(({ payload }) => payload);
  }
}
