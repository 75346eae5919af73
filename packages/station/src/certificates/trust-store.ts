import type { Ocpp21 } from '@northbound/protocol';
import type { KeyValueStore } from '../nvm/storage.ts';
import { readJson } from '../nvm/stored-json.ts';

/** Roots that can be installed (2.1 part 2, M05). */
export type RootType = Ocpp21.InstallCertificateUseEnumType;

export interface InstalledRoot {
  readonly type: RootType;
  /** PEM. */
  readonly pem: string;
  /** How OCPP names it; kept, because its issuer may go before it. */
  readonly hash?: Ocpp21.CertificateHashDataType;
  /** Replaced, and kept until its successor has worked (M05.FR.12). */
  readonly isFallback?: true;
}

/** SecurityCtrlr.CertificateEntries, maxLimit. */
export const MAX_ROOTS = 16;

const STORED = 'certificate:root:';
/** Since somebody changed the store, what the station was delivered with is in it, or deleted. */
const TAKEN_OVER = 'certificate:rootsTakenOver';

/** The roots that the station trusts, on flash. */
export class TrustStore {
  readonly #values: KeyValueStore;
  readonly #factory: readonly InstalledRoot[];

  /** @param factory what the station was delivered with */
  constructor(values: KeyValueStore, factory: readonly InstalledRoot[]) {
    this.#values = values;
    this.#factory = factory;
  }

  get all(): readonly InstalledRoot[] {
    if (this.#values.get(TAKEN_OVER) === undefined) return this.#factory;
    return this.#places().flatMap((place) => {
      const value = readJson(this.#values, place);
      return isRoot(value) ? [value] : [];
    });
  }

  pems(type: RootType): readonly string[] {
    return this.all.flatMap((root) => (root.type === type ? [root.pem] : []));
  }

  /** @returns `full`: there are as many as may be (M05.FR.06); `noRoom`: the flash does not take it */
  add(root: InstalledRoot): 'added' | 'full' | 'noRoom' {
    // M05.FR.17
    if (this.all.some(({ type, pem }) => type === root.type && pem === root.pem)) return 'added';
    this.#takeOver();
    const places = new Set(this.#places());
    const free = Array.from({ length: MAX_ROOTS }, (_, index) => STORED + index).find(
      (place) => !places.has(place),
    );
    if (free === undefined) return 'full';
    return this.#values.store(free, JSON.stringify(root)) ? 'added' : 'noRoom';
  }

  /**
   * The only root of its type is replaced (M05.FR.10 and .12): it stays as a fallback.
   * @returns false when the flash has no room
   */
  succeed(root: InstalledRoot): boolean {
    const predecessors = this.all.filter(({ type }) => type === root.type);
    for (const old of predecessors) this.remove(old);
    const [current] = predecessors.filter(({ isFallback }) => isFallback !== true);
    if (this.add(root) !== 'added') {
      for (const old of predecessors) this.add(old);
      return false;
    }
    if (current !== undefined) this.add({ ...current, isFallback: true });
    return true;
  }

  remove(root: InstalledRoot): void {
    this.#takeOver();
    for (const place of this.#places()) {
      const value = readJson(this.#values, place);
      if (isRoot(value) && value.type === root.type && value.pem === root.pem) {
        this.#values.delete(place);
      }
    }
  }

  /** The mark comes last: a power cut before it begins anew. */
  #takeOver(): void {
    if (this.#values.get(TAKEN_OVER) !== undefined) return;
    for (const [index, root] of this.#factory.entries()) {
      this.#values.set(STORED + index, JSON.stringify(root));
    }
    this.#values.set(TAKEN_OVER, 'true');
  }

  #places(): readonly string[] {
    return this.#values.keys(STORED);
  }
}

function isRoot(value: unknown): value is InstalledRoot {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'pem' in value &&
    typeof value.pem === 'string'
  );
}
