import type { Version } from '@northbound/protocol';
import type { Step } from './orders.ts';

/** What the CSMS must see of an event. */
export interface Expected {
  readonly event: 'Started' | 'Updated' | 'Ended';
  readonly trigger: string;
  readonly stopped?: string;
  readonly token?: string;
}

/** What a 1.6 CSMS must see of a transaction. */
export interface Expected16 {
  readonly message: 'StartTransaction' | 'StopTransaction';
  readonly tag?: string;
  readonly reason?: string;
}

/** Reasons of 2.x that 1.6 knows; others are Other there. */
const REASONS_16: Readonly<Record<string, string>> = {
  Local: 'Local',
  Remote: 'Remote',
  EVDisconnected: 'EVDisconnected',
  DeAuthorized: 'DeAuthorized',
  UnlockCommand: 'UnlockCommand',
};

interface Conditions {
  occupied: boolean;
  connected: boolean;
  token: string | undefined;
  flowing: boolean;
}

export type Point =
  | 'ParkingBayOccupancy'
  | 'EVConnected'
  | 'Authorized'
  | 'PowerPathClosed'
  | 'EnergyTransfer';

/** 2.1 part 2, the tables of TxStartPoint and TxStopPoint: what has to hold, and what may not get lost. */
const HOLDS: Readonly<Record<Point, (now: Conditions) => boolean>> = {
  // Who is plugged in is there, whatever the sensor says.
  ParkingBayOccupancy: (now) => now.occupied || now.connected,
  EVConnected: (now) => now.connected,
  Authorized: (now) => now.token !== undefined,
  PowerPathClosed: (now) => now.connected && now.token !== undefined,
  EnergyTransfer: (now) => now.flowing,
};

const IS_LOST: Readonly<Record<Point, (before: Conditions, now: Conditions) => boolean>> = {
  ParkingBayOccupancy: (before, now) =>
    HOLDS.ParkingBayOccupancy(before) && !HOLDS.ParkingBayOccupancy(now),
  EVConnected: (before, now) => before.connected && !now.connected,
  Authorized: (before, now) => before.token !== undefined && now.token === undefined,
  PowerPathClosed: (before, now) =>
    IS_LOST.EVConnected(before, now) || IS_LOST.Authorized(before, now),
  // E05.FR.10: also where no energy has flowed yet.
  EnergyTransfer: (before, now) => IS_LOST.PowerPathClosed(before, now),
};

/** Without a sensor in the bay. */
export const POINTS: readonly Point[] = [
  'EVConnected',
  'Authorized',
  'PowerPathClosed',
  'EnergyTransfer',
];

interface Meaning {
  readonly trigger: string;
  readonly stopped?: string;
  /** A start point that holds already is enough. */
  readonly starts?: 'reached' | 'holds';
  readonly ends?: boolean;
  /** Not worth a message without another charging state. */
  readonly silent?: true;
  readonly told?: string;
}

interface Transaction {
  readonly state: string;
  /** Whether the CSMS knows the EVSE. */
  readonly told: boolean;
  readonly isStarted16: boolean;
  readonly token?: string;
  reason?: string;
}

/**
 * What the standard makes of one step after another: a second reading of blocks C, E and F, in as
 * few words as possible, to hold the station against.
 */
export class OrderOracle {
  /** For 2.0.1 and 2.1. */
  readonly expected: Expected[] = [];
  /** For 1.6. */
  readonly expected16: Expected16[] = [];
  readonly #start: Point;
  readonly #stop: Point;
  /** 1.6 begins a transaction when token and connector are known, and ends it for an unlock. */
  readonly #is16: boolean;
  #now: Conditions = { occupied: false, connected: false, token: undefined, flowing: false };
  #transaction: Transaction | undefined;
  #untold: string | undefined;
  #isRemote = false;
  /** The CSMS has just heard of the stranger. */
  #isSuspect = false;

  constructor(start: Point, stop: Point, is16 = false) {
    this.#start = start;
    this.#stop = stop;
    this.#is16 = is16;
  }

  seenIn(version: Version): readonly object[] {
    return version === '1.6' ? this.expected16 : this.expected;
  }

  step(step: Step): void {
    switch (step) {
      case 'plug':
        this.#apply({ trigger: 'CablePluggedIn', starts: 'reached' }, { connected: true });
        break;
      case 'unplug':
        // StopTxOnEVSideDisconnect, as it is delivered.
        this.#apply(
          { trigger: 'EVCommunicationLost', stopped: 'EVDisconnected' },
          { connected: false, token: undefined },
        );
        break;
      case 'token':
        this.#present('CARD');
        break;
      case 'stranger':
        this.#present('STRANGER');
        break;
      case 'remoteStart':
        // F01.FR.24
        if (this.#now.token === undefined && this.#transaction?.token === undefined) {
          this.#isRemote = true;
          this.#authorize('REMOTE');
        }
        break;
      case 'remoteStop':
        if (this.#transaction === undefined) break;
        if (this.#is16 && !this.#transaction.isStarted16) break;
        this.#apply({ trigger: 'RemoteStop', stopped: 'Remote' }, { token: undefined });
        break;
      case 'unlock':
        // F05.FR.02: never during an authorized transaction, and of no interest to any other.
        if (!this.#is16 || this.#transaction === undefined) break;
        this.#transaction.reason = 'UnlockCommand';
        this.#apply({ trigger: 'UnlockCommand', ends: true }, { token: undefined });
        break;
      case 'fault':
        this.#apply({ trigger: 'AbnormalCondition', stopped: 'GroundFault' }, { token: undefined });
        break;
      case 'wait':
        this.#waitForVehicle();
        break;
      case 'arrive':
        this.#apply({ trigger: 'EVDetected', starts: 'reached' }, { occupied: true });
        break;
      case 'depart':
        this.#apply({ trigger: 'EVDeparted', stopped: 'Local' }, { occupied: false });
        break;
    }
  }

  /** E03.FR.05 and .15: EVConnectionTimeOut ends a transaction, unless only the bay does. */
  #waitForVehicle(): void {
    const { connected, occupied, token } = this.#now;
    const ends = this.#stop !== 'ParkingBayOccupancy';
    // A vehicle that stands in the bay and was never plugged in has all the time it wants.
    const stands = occupied && this.#transaction?.told !== true;
    const isLeft = this.#transaction !== undefined && !stands && ends;
    if (connected || (token === undefined && !isLeft)) return;
    const meaning = { trigger: 'EVConnectTimeout', stopped: 'Timeout', ends };
    this.#apply(meaning, { token: undefined });
  }

  #present(token: string): void {
    if (this.#now.token === token) {
      const meaning = { trigger: 'StopAuthorized', stopped: 'Local', told: token } as const;
      this.#apply(meaning, { token: undefined });
    } else if (this.#now.token === undefined) {
      // C01.FR.23: a transaction has one token.
      const first = this.#transaction?.token;
      if (first === undefined || first === token) this.#authorize(token);
    }
  }

  #authorize(token: string): void {
    this.#untold = token;
    const trigger = this.#isRemote ? 'RemoteStart' : 'Authorized';
    this.#apply({ trigger, starts: 'holds' }, { token });
  }

  #apply(meaning: Meaning, change: Partial<Conditions>): void {
    const before = this.#now;
    const next = { ...before, ...change };
    this.#now = { ...next, flowing: before.flowing && next.connected && next.token !== undefined };
    if (next.token === undefined) {
      this.#untold = undefined;
      this.#isRemote = false;
    }
    this.#isSuspect = false;
    this.#transact(meaning, before);
    const isSuspect = this.#isSuspect;
    this.#letFlow();
    this.#isSuspect ||= isSuspect;
    this.#hearAnswer();
  }

  #transact(meaning: Meaning, before: Conditions): void {
    const now = this.#now;
    const { starts, stopped = 'Other' } = meaning;
    const ends = IS_LOST[this.#stop](before, now) || meaning.ends === true;
    if (this.#transaction === undefined) {
      const holds = HOLDS[this.#start](now);
      const begins =
        holds && (starts === 'holds' || (starts === 'reached' && !HOLDS[this.#start](before)));
      if (!ends && begins) this.#tell('Started', meaning);
    } else {
      if (this.#transaction.token !== undefined && now.token === undefined) {
        this.#transaction.reason ??= stopped;
      }
      if (ends) {
        this.#tell('Ended', { ...meaning, stopped: this.#transaction.reason ?? stopped });
        this.#transaction = undefined;
      } else if (meaning.silent !== true || this.#transaction.state !== this.#state) {
        this.#tell('Updated', meaning);
      }
    }
    if (ends) this.#now = { ...this.#now, token: undefined, flowing: false };
  }

  #tell(event: Expected['event'], { trigger, stopped, told }: Meaning): void {
    const token = told ?? this.#untold;
    this.expected.push({
      event,
      trigger: this.#isRemote ? 'RemoteStart' : trigger,
      ...(event === 'Ended' && stopped !== undefined && { stopped }),
      ...(token !== undefined && { token }),
    });
    this.#isRemote = false;
    const before = this.#transaction;
    const reason = this.#untold === undefined ? before?.reason : undefined;
    const owner = this.#untold ?? before?.token;
    const knowsPlace = this.#now.connected || before?.told === true;
    const starts16 =
      event !== 'Ended' && before?.isStarted16 !== true && owner !== undefined && knowsPlace;
    this.#transaction = {
      state: this.#state,
      told: knowsPlace,
      isStarted16: starts16 || before?.isStarted16 === true,
      ...(owner !== undefined && { token: owner }),
      ...(reason !== undefined && { reason }),
    };
    if (starts16) this.expected16.push({ message: 'StartTransaction', tag: owner });
    if (event === 'Ended' && before?.isStarted16 === true) {
      this.expected16.push({
        message: 'StopTransaction',
        reason: REASONS_16[stopped ?? 'Other'] ?? 'Other',
        ...(told !== undefined && { tag: told }),
      });
    }
    this.#isSuspect = this.#is16 ? starts16 : this.#untold !== undefined;
    this.#untold = undefined;
  }

  /** The vehicle takes energy as soon as it is offered some. */
  #letFlow(): void {
    const { connected, token, flowing } = this.#now;
    if (!connected || token === undefined || flowing) return;
    const before = this.#now;
    this.#now = { ...before, flowing: true };
    this.#transact({ trigger: 'ChargingStateChanged', starts: 'reached', silent: true }, before);
  }

  /** E05: the answer to the message with the stranger's token says that he is one. */
  #hearAnswer(): void {
    const isRefused = this.#isSuspect && this.#now.token === 'STRANGER';
    this.#isSuspect = false;
    if (!isRefused) return;
    this.#apply({ trigger: 'Deauthorized', stopped: 'DeAuthorized' }, { token: undefined });
  }

  get #state(): string {
    const { connected, token, flowing } = this.#now;
    if (!connected) return 'Idle';
    if (token === undefined) return 'EVConnected';
    return flowing ? 'Charging' : 'SuspendedEV';
  }
}
