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
    const known = this.all.find((each) => isSame(each, root));
    // M05.FR.17
    if (known !== undefined && known.isFallback === root.isFallback) return 'added';
    if (!this.#takeOver()) return 'noRoom';
    const places = new Set(this.#places());
    const place =
      this.#placeOf(root) ??
      Array.from({ length: MAX_ROOTS }, (_, index) => STORED + index).find(
        (each) => !places.has(each),
      );
    if (place === undefined) return 'full';
    return this.#values.store(place, JSON.stringify(root)) ? 'added' : 'noRoom';
  }

  /**
   * The only root of its type is replaced (M05.FR.10 and .12). It stays as a fallback, unless there is one: then it has
   * not worked itself. The new one is written before: no power cut leaves the station without any.
   * @returns false when the flash has no room
   */
  succeed(root: InstalledRoot): boolean {
    if (this.add(root) !== 'added') return false;
    const others = this.all.filter((each) => each.type === root.type && !isSame(each, root));
    const hasFallback = others.some(({ isFallback }) => isFallback === true);
    for (const old of others) {
      if (old.isFallback === true) continue;
      if (hasFallback) this.remove(old);
      else this.add({ ...old, isFallback: true });
    }
    return true;
  }

  /** @returns false when that cannot be written down */
  remove(root: InstalledRoot): boolean {
    if (!this.#takeOver()) return false;
    const place = this.#placeOf(root);
    if (place !== undefined) this.#values.delete(place);
    return true;
  }

  #placeOf(root: InstalledRoot): string | undefined {
    return this.#places().find((place) => {
      const value = readJson(this.#values, place);
      return isRoot(value) && isSame(value, root);
    });
  }

  /**
   * The mark comes last: a power cut before it begins anew.
   * @returns false where the flash has no room for all of them
   */
  #takeOver(): boolean {
    if (this.#values.get(TAKEN_OVER) !== undefined) return true;
    return (
      this.#factory.every((root, index) =>
        this.#values.set(STORED + index, JSON.stringify(root)),
      ) && this.#values.set(TAKEN_OVER, 'true')
    );
  }

  #places(): readonly string[] {
    return this.#values.keys(STORED);
  }
}

function isSame(one: InstalledRoot, other: InstalledRoot): boolean {
  return one.type === other.type && one.pem === other.pem;
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
