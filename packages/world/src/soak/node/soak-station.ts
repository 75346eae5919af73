import type { Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import {
  createStation,
  type EvseConfig,
  type Station,
  type StationEvent,
  type StationState,
} from '@northbound/station';
import { FileFlash, flashStorage } from '@northbound/station/nvm';
import type { SimulatedHardware } from '../../vehicle/hardware.ts';
import { hardwareWithLastingMeters } from '../../vehicle/node/lasting-meters.ts';
import { ORDER_VENDOR } from '../vocabulary.ts';
import type { Journal } from './journal-file.ts';
import { Visitors } from './visitors.ts';

/** A charger so strong that a session of seconds moves far more than a meter's resolution. */
export const FAST_EVSE: EvseConfig = {
  connectors: [{ type: 'cType2' }],
  maxCurrentA: 500,
  phases: 3,
  voltageV: 230,
};
const EVSES = 2;

/** Impatient where the standard lets it be: what takes minutes on a street takes seconds here. */
export const SOAK_VARIABLES: Readonly<Record<string, string>> = {
  'AlignedDataCtrlr.Interval': '0',
  'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'false',
  'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '100',
  'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '1',
  'OCPPCommCtrlr.MessageTimeout[Default]': '5',
  'OCPPCommCtrlr.RetryBackOffRandomRange': '1',
  'OCPPCommCtrlr.RetryBackOffRepeatTimes': '1',
  'OCPPCommCtrlr.RetryBackOffWaitMinimum': '0',
  'OCPPCommCtrlr.WebSocketPingInterval': '3',
  'SampledDataCtrlr.TxUpdatedInterval': '1',
  'TxCtrlr.StopTxOnEVSideDisconnect': 'true',
};

/** How a station is, as a message between processes. */
export type SoakStationState = Pick<
  StationState,
  'identity' | 'connected' | 'registration' | 'queuedEvents' | 'evses'
> & { readonly registersWh: readonly number[] };

/** A charging station as it is on a street, with people at it, that writes down what happens to it. */
export class SoakStation {
  readonly #station: Station;
  readonly #hardware: SimulatedHardware;
  readonly #visitors: readonly Visitors[];
  readonly #journal: Journal;
  readonly #answered: () => void;

  constructor(parts: {
    readonly identity: string;
    readonly version: Version;
    readonly url: string;
    readonly flash: string;
    readonly journal: Journal;
    readonly dice: Dice;
    /** The CSMS has answered an event of a transaction. */
    readonly answered: () => void;
  }) {
    const { identity, version, url, flash, journal, dice } = parts;
    const evses = Array.from({ length: EVSES }, () => FAST_EVSE);
    this.#journal = journal;
    this.#answered = parts.answered;
    this.#hardware = hardwareWithLastingMeters(`${flash}.meters`, { clock: systemClock, evses });
    this.#station = createStation(
      {
        identity,
        url,
        versions: [version],
        vendor: 'Northbound',
        model: 'Soak',
        firmwareVersion: '1.0.0',
        evses,
        variables: SOAK_VARIABLES,
      },
      {
        clock: systemClock,
        random: systemRandom,
        dialer: webSocketDialer(),
        hardware: this.#hardware,
        storage: flashStorage(new FileFlash(flash)),
        vendors: { [ORDER_VENDOR]: { order: (data) => this.#order(data) } },
      },
    );
    this.#station.subscribe((event) => this.#heard(event));
    this.#visitors = evses.map(
      (_, index) =>
        new Visitors({
          clock: systemClock,
          dice,
          station: this.#station,
          hardware: this.#hardware,
          evseId: index + 1,
          journal,
        }),
    );
  }

  async start(): Promise<void> {
    const { identity } = this.#station;
    this.#journal.note({ type: 'powerUp', id: identity, registersWh: this.#registersWh() });
    await this.#station.start();
  }

  begin(): void {
    for (const each of this.#visitors) each.begin();
  }

  end(): void {
    for (const each of this.#visitors) each.end();
  }

  state(): SoakStationState {
    const { identity, connected, registration, queuedEvents, evses } = this.#station.state();
    const registersWh = this.#registersWh();
    return { identity, connected, registration, queuedEvents, evses, registersWh };
  }

  #registersWh(): number[] {
    return Array.from(
      { length: EVSES },
      (_, index) => this.#hardware.readMeter(index + 1).registerWh,
    );
  }

  #order(data: unknown) {
    this.#journal.note({ type: 'order', id: this.#station.identity, order: String(data) });
    return { status: 'Accepted' } as const;
  }

  #heard(event: StationEvent): void {
    const id = this.#station.identity;
    if (event.type === 'frame') {
      const from = event.direction === 'in' ? 'csms' : 'station';
      this.#journal.note({ type: 'frame', id, from, text: event.text });
      if (from === 'csms' && event.kind === 'CALLRESULT' && isOfTransaction(event.action))
        this.#answered();
    } else if (event.type === 'untold' || event.type === 'givenUp') {
      this.#journal.note({ type: 'shed', id, events: 1 });
    } else if (event.type === 'storage') {
      const { news } = event;
      if (news.type !== 'dropped' || news.lane !== 'transactions') return;
      this.#journal.note({ type: 'shed', id, events: news.messages });
    }
  }
}

/** @param action of an answer: what it answers */
function isOfTransaction(action: string | undefined): boolean {
  return (
    action === 'TransactionEvent' ||
    action === 'MeterValues' ||
    action?.endsWith('Transaction') === true
  );
}
