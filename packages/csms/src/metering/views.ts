import type { Timestamp } from '../views.ts';

export interface MeterValueView {
  readonly timestamp: Timestamp;
  readonly context: string;
  readonly measurand: string;
  readonly phase?: string;
  readonly location?: string;
  /** In `unit`, with multiplier and prefixes already applied: Wh, W, A, V, VAh, varh, Hz, Percent, Celsius… */
  readonly value: number;
  readonly unit: string;
}

/** A public key of a meter, with which its signed values are verified. */
export interface MeterKeyView {
  /** The EVSE whose meter it is; 0 for every meter of the station. */
  readonly evseId: number;
  /** `oca:base16:asn1:…` as 2.1 writes it, base16 or base64 of its SubjectPublicKeyInfo, or PEM. */
  readonly publicKey: string;
}
