import type { KeyObject } from 'node:crypto';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { MeterValue } from './domain.ts';
import { readPublicKey } from './ocmf.ts';
import { checkSignatures, type SignatureState } from './signatures.ts';
import { deleteMeterKey, insertMeterKey, loadMeterKeys } from './sql.ts';
import type { MeterKeyView } from './views.ts';

interface MeterKey extends MeterKeyView {
  readonly key: KeyObject;
}

/**
 * The public keys of meters. Only a key that somebody has registered verifies anything: one that comes with the data
 * proves no more than the data itself.
 */
export class MeterKeys {
  readonly #core: Core;
  readonly #byStation = new Map<string, MeterKey[]>();

  private constructor(core: Core) {
    this.#core = core;
  }

  static async load(core: Core): Promise<MeterKeys> {
    const keys = new MeterKeys(core);
    for (const [stationId, view] of await loadMeterKeys(core.database)) keys.#keep(stationId, view);
    return keys;
  }

  of(stationId: string): readonly MeterKeyView[] {
    return (this.#byStation.get(stationId) ?? []).map(({ evseId, publicKey }) => ({
      evseId,
      publicKey,
    }));
  }

  /** @throws CommandError `invalidPayload` when it is no public key */
  async put(stationId: string, view: MeterKeyView): Promise<MeterKeyView> {
    if (readPublicKey(view.publicKey) === undefined) {
      throw new CommandError('invalidPayload', 'publicKey is no public key in a form known here.');
    }
    if (this.#has(stationId, view)) return view;
    await this.#core.database.write([insertMeterKey(stationId, view)]);
    if (!this.#has(stationId, view)) this.#keep(stationId, view);
    return view;
  }

  /** @returns false when there was none */
  async remove(stationId: string, evseId: number): Promise<boolean> {
    const keys = this.#byStation.get(stationId) ?? [];
    if (!keys.some((key) => key.evseId === evseId)) return false;
    await this.#core.database.write([deleteMeterKey(stationId, evseId)]);
    this.#byStation.set(
      stationId,
      keys.filter((key) => key.evseId !== evseId),
    );
    return true;
  }

  /** @returns undefined when nothing is signed */
  check(
    stationId: string,
    evseId: number | undefined,
    meterValues: readonly MeterValue[],
  ): SignatureState[] | undefined {
    return checkSignatures(meterValues, () =>
      (this.#byStation.get(stationId) ?? [])
        .filter((key) => key.evseId === 0 || evseId === undefined || key.evseId === evseId)
        .map(({ key }) => key),
    );
  }

  #has(stationId: string, { evseId, publicKey }: MeterKeyView): boolean {
    return this.of(stationId).some(
      (known) => known.evseId === evseId && known.publicKey === publicKey,
    );
  }

  #keep(stationId: string, view: MeterKeyView): void {
    const key = readPublicKey(view.publicKey);
    if (key === undefined) return;
    const keys = this.#byStation.get(stationId);
    if (keys === undefined) this.#byStation.set(stationId, [{ ...view, key }]);
    else keys.push({ ...view, key });
  }
}
