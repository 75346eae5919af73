import type { Version } from '@northbound/protocol';
import type { Clock } from '@northbound/rpc';
import type { Draw } from '../draw.ts';
import { FarEnd, type Reaction } from '../far-end.ts';

/** Half a round trip. */
const LATENCY_MS = 20;

/** A CSMS that answers as it should, made of texts, and keeps the transaction messages that it got. */
export class GoodCsms {
  /** Transaction messages, in order. */
  readonly got: { readonly action: string; readonly payload: unknown }[] = [];
  boots = 0;
  readonly line: FarEnd;
  readonly #clock: Clock;
  readonly #version: Version;
  #transactions = 0;
  #calls = 0;

  constructor(clock: Clock, version: Version) {
    this.#clock = clock;
    this.#version = version;
    const heard = (text: string) => this.#heard(text);
    this.line = new FarEnd({ clock, version, latencyMs: LATENCY_MS, heard });
  }

  /** Sends a command that leaves something in the station's memory. */
  ask(draw: Draw): void {
    const [action, payload] = draw.from(this.#version === '1.6' ? COMMANDS_16 : COMMANDS_2);
    this.#calls += 1;
    this.line.say(JSON.stringify([2, `csms-${this.#calls}`, action, payload]));
  }

  #heard(text: string): Reaction | undefined {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame) || frame[0] !== 2) return undefined;
    const [, id, action, payload]: readonly unknown[] = frame;
    return () => this.line.say(JSON.stringify([3, id, this.#answer(String(action), payload)]));
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
