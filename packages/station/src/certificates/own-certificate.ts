import type { TlsIdentity } from '@northbound/rpc';
import type { KeyValueStore } from '../nvm/storage.ts';
import { readJson } from '../nvm/stored-json.ts';

const CURRENT = 'certificate:own';
const CANDIDATE = 'certificate:new';
const PENDING = 'certificate:pending';

/** The station's certificate chain, leaf first, with its private key; PEM. */
export interface OwnPair {
  readonly cert: string;
  readonly key: string;
}

/** A request that the CSMS has not answered with a certificate yet. */
export interface PendingRequest {
  readonly requestId: number;
  readonly privateKey: string;
  /** As it was sent, PKCS#10 in PEM. */
  readonly csr: string;
}

/**
 * The station's own certificate on flash: the one in use, a new one that has not worked yet, and the
 * key of a request under way. Each is one record, so that a key and its certificate never part.
 */
export class OwnCertificate {
  readonly #values: KeyValueStore;
  readonly #factory: OwnPair | undefined;

  /** @param factory what the station was delivered with */
  constructor(values: KeyValueStore, factory: TlsIdentity | undefined) {
    this.#values = values;
    const { cert, key } = factory ?? {};
    this.#factory = cert === undefined || key === undefined ? undefined : { cert, key };
  }

  get current(): OwnPair | undefined {
    return this.#pair(CURRENT) ?? this.#factory;
  }

  get candidate(): OwnPair | undefined {
    return this.#pair(CANDIDATE);
  }

  get pending(): PendingRequest | undefined {
    const value = readJson(this.#values, PENDING);
    return isPending(value) ? value : undefined;
  }

  ask(request: PendingRequest): void {
    this.#values.set(PENDING, JSON.stringify(request));
  }

  /** What was asked for is here; it is to be tried. @returns false when the flash has no room for it */
  propose(cert: string, key: string): boolean {
    if (!this.#values.set(CANDIDATE, JSON.stringify({ cert, key }))) return false;
    this.#values.delete(PENDING);
    return true;
  }

  /** A02.FR.10: the one that is not in use is discarded. */
  keepCandidate(): void {
    const { candidate } = this;
    if (candidate === undefined) return;
    // Both are there for a moment. Where flash has no room for that, it goes on as a candidate.
    if (!this.#values.keep(CURRENT, JSON.stringify(candidate))) return;
    this.#values.delete(CANDIDATE);
  }

  discardCandidate(): void {
    this.#values.delete(CANDIDATE);
  }

  forgetRequest(): void {
    this.#values.delete(PENDING);
  }

  #pair(name: string): OwnPair | undefined {
    const value = readJson(this.#values, name);
    return isPair(value) ? value : undefined;
  }
}

function isPair(value: unknown): value is OwnPair {
  return (
    typeof value === 'object' &&
    value !== null &&
    'cert' in value &&
    typeof value.cert === 'string' &&
    'key' in value &&
    typeof value.key === 'string'
  );
}

function isPending(value: unknown): value is PendingRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'requestId' in value &&
    typeof value.requestId === 'number' &&
    'privateKey' in value &&
    typeof value.privateKey === 'string' &&
    'csr' in value &&
    typeof value.csr === 'string'
  );
}
