import type { Timestamp } from '../views.ts';

export type Light = 'green' | 'yellow' | 'red';

/** One light with what it was judged by. */
export interface LightView {
  readonly light: Light;
  /** In plain words; empty when green. */
  readonly reasons: readonly string[];
}

/** The three lights of a station, each with evidence of its own: none stands for another. */
export interface Lights {
  /** Whether there is a connection, and whether it holds. */
  readonly link: Light;
  /** Whether the station's program runs: messages that only it can send. */
  readonly application: Light;
  /** Whether it does its work: answers questions, moves meters, knows the time. */
  readonly function: Light;
}

export interface RefusalView {
  readonly at: Timestamp;
  readonly remoteAddress: string;
  /** A clause: `its password is wrong`. */
  readonly reason: string;
}

export interface HealthView {
  readonly stationId: string;
  readonly link: LightView;
  readonly application: LightView;
  readonly function: LightView;
  readonly evidence: {
    readonly connectedSince?: Timestamp;
    /** Connections that began within the last hour. */
    readonly connections: number;
    /** When the program last said something of its own accord, and what. */
    readonly lastAliveAt?: Timestamp;
    readonly lastAliveBy?: string;
    /** A question that this CSMS asks now and then, only to see whether it is answered. */
    readonly askedAt?: Timestamp;
    readonly answeredInMs?: number;
    /** How far the station's clock is ahead of ours; negative: behind. */
    readonly clockDriftS?: number;
    /** The last time it was turned away, since it has connected last. */
    readonly refusal?: RefusalView;
  };
}
