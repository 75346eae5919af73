import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import type { Clock, Dialer, DialListener } from '@northbound/rpc';
import type { Draw } from '../draw.ts';

/** Half a round trip. */
const LATENCY_MS = 20;

/** A CSMS that answers as it should, made of texts, and keeps the transaction messages that it got. */
export class GoodCsms {
  /** Transaction messages, in order. */
  readonly got: { readonly action: string; readonly payload: unknown }[] = [];
  boots = 0;
  #isReachable = true;
  readonly #clock: Clock;
  readonly #version: Version;
  #listener: DialListener | undefined;
  #transactions = 0;
  #calls = 0;

  constructor(clock: Clock, version: Version) {
    this.#clock = clock;
    this.#version = version;
  }

  get isReachable(): boolean {
    return this.#isReachable;
  }

  set isReachable(isReachable: boolean) {
    this.#isReachable = isReachable;
    if (isReachable) return;
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.onClosed(1006, '');
  }

  readonly dialer: Dialer = (_target, listener) => {
    let isClosed = false;
    const over = (code: number) => {
      if (isClosed) return;
      isClosed = true;
      if (this.#listener === listener) this.#listener = undefined;
      this.#clock.after(LATENCY_MS, () => listener.onClosed(code, ''));
    };
    this.#clock.after(LATENCY_MS, () => {
      if (isClosed) return;
      if (!this.#isReachable) {
        listener.onFailed({ reason: 'network', code: 'ENETUNREACH' });
        return;
      }
      this.#listener = listener;
      listener.onOpened(SUBPROTOCOLS[this.#version]);
    });
    return {
      bufferedBytes: 0,
      send: (text) => this.#hear(listener, text),
      close: (code) => over(code),
      terminate: () => over(1006),
      ping: () => this.#clock.after(LATENCY_MS, () => isClosed || listener.onPong()),
      setReading: () => undefined,
    };
  };

  /** Sends a command that leaves something in the station's memory. */
  ask(draw: Draw): void {
    const [action, payload] = draw.from(this.#version === '1.6' ? COMMANDS_16 : COMMANDS_2);
    this.#calls += 1;
    this.#listener?.onText(JSON.stringify([2, `csms-${this.#calls}`, action, payload]));
  }

  #hear(listener: DialListener, text: string): void {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame) || frame[0] !== 2) return;
    const [, id, action, payload]: readonly unknown[] = frame;
    this.#clock.after(LATENCY_MS, () => {
      if (this.#listener !== listener) return;
      const answer = this.#answer(String(action), payload);
      listener.onText(JSON.stringify([3, id, answer]));
    });
  }

  #answer(action: string, payload: unknown): object {
    const now = new Date(this.#clock.epochMs()).toISOString();
    const accepted = { status: 'Accepted' };
    switch (action) {
      case 'BootNotification':
        this.boots += 1;
        return { ...accepted, currentTime: now, interval: 600 };
      case 'Heartbeat':
        return { currentTime: now };
      case 'Authorize':
        return this.#version === '1.6' ? { idTagInfo: accepted } : { idTokenInfo: accepted };
      case 'StartTransaction':
        this.got.push({ action, payload });
        this.#transactions += 1;
        return { transactionId: this.#transactions, idTagInfo: accepted };
      case 'StopTransaction':
      case 'TransactionEvent':
        this.got.push({ action, payload });
        return {};
      case 'DataTransfer':
      case 'SignCertificate':
        return accepted;
      default:
        return {};
    }
  }
}

type Command = readonly [action: string, payload: object];

const EXPIRY = '2027-01-01T00:00:00Z';

const COMMANDS_16: readonly Command[] = [
  ['ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '120' }],
  ['ChangeAvailability', { connectorId: 2, type: 'Operative' }],
  [
    'SendLocalList',
    {
      listVersion: 1,
      updateType: 'Full',
      localAuthorizationList: [{ idTag: 'CARD-1', idTagInfo: { status: 'Accepted' } }],
    },
  ],
  ['ReserveNow', { connectorId: 2, expiryDate: EXPIRY, idTag: 'CARD-1', reservationId: 1 }],
  ['CancelReservation', { reservationId: 1 }],
];

const COMMANDS_2: readonly Command[] = [
  [
    'SetVariables',
    {
      setVariableData: [
        {
          component: { name: 'SampledDataCtrlr' },
          variable: { name: 'TxUpdatedInterval' },
          attributeValue: '120',
        },
      ],
    },
  ],
  ['ChangeAvailability', { operationalStatus: 'Operative' }],
  [
    'SendLocalList',
    {
      versionNumber: 1,
      updateType: 'Full',
      localAuthorizationList: [
        {
          idToken: { idToken: 'CARD-1', type: 'ISO14443' },
          idTokenInfo: { status: 'Accepted' },
        },
      ],
    },
  ],
  [
    'SetChargingProfile',
    {
      evseId: 1,
      chargingProfile: {
        id: 1,
        stackLevel: 0,
        chargingProfilePurpose: 'TxDefaultProfile',
        chargingProfileKind: 'Relative',
        chargingSchedule: [
          {
            id: 1,
            chargingRateUnit: 'A',
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 20 }],
          },
        ],
      },
    },
  ],
  [
    'ReserveNow',
    {
      id: 1,
      evseId: 2,
      expiryDateTime: EXPIRY,
      idToken: { idToken: 'CARD-1', type: 'ISO14443' },
    },
  ],
  ['CancelReservation', { reservationId: 1 }],
];
