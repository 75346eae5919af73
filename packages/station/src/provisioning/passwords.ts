import type { Core } from '../core.ts';
import { valueProblem } from '../device-model/values.ts';
import { type Entries, setAll } from '../nvm/set-all.ts';

const STORED = 'network:password:';
const PREVIOUS = 'network:previousPassword:';

/**
 * The passwords of HTTP Basic authentication, one for each slot. They never leave the station: the
 * device model knows them as WriteOnly, and nothing logs them (A01.FR.10 to .12). Bytes, as 1.6 has them.
 */
export class Passwords {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** What to try, in this order: the password, and while a new one has not worked yet the one before. */
  of(slot: string): readonly Uint8Array[] {
    const { values } = this.#core.storage;
    const stored = values.get(STORED + slot);
    const previous = values.get(PREVIOUS + slot);
    const own = stored === undefined ? this.#factory(slot) : bytesOf(stored);
    const all = [own ?? new Uint8Array(), ...(previous === undefined ? [] : [bytesOf(previous)])];
    return all.filter(({ length }) => length > 0);
  }

  /** Why a text is no password, or undefined when it is one. */
  problem(text: string): string | undefined {
    const { schema } = this.#core.variables;
    const spec = schema.specs[schema.indexByName.get('securityctrlr.basicauthpassword') ?? -1];
    return spec && valueProblem(spec, text);
  }

  /** What stores a password for a slot that is not in use. */
  provided(slot: string, password: Uint8Array): Entries {
    return [[STORED + slot, hexOf(password)]];
  }

  /** What stores the password of a slot for another one, too. */
  copied(from: string, to: string): Entries {
    const [password] = this.of(from);
    return password === undefined ? [] : this.provided(to, password);
  }

  /** @returns false when flash has no room for it */
  provide(slot: string, password: Uint8Array): boolean {
    return setAll(this.#core.storage.values, this.provided(slot, password));
  }

  /**
   * A new password for slots that may be in use: the old one stays until the new one has worked.
   * @returns false when flash has no room for it, and nothing was changed
   */
  change(slots: readonly string[], password: Uint8Array): boolean {
    const entries = slots.flatMap((slot): Entries => {
      const before = this.of(slot).at(-1);
      const provided = this.provided(slot, password);
      return before === undefined ? provided : [[PREVIOUS + slot, hexOf(before)], ...provided];
    });
    return setAll(this.#core.storage.values, entries);
  }

  /** The CSMS let the station in with this one. */
  worked(slot: string, password: Uint8Array): void {
    const { values } = this.#core.storage;
    if (values.get(PREVIOUS + slot) === undefined) return;
    // In this order: a power cut between the two leaves one that works.
    if (this.provide(slot, password)) values.delete(PREVIOUS + slot);
  }

  forget(slot: string): void {
    this.#core.storage.values.delete(PREVIOUS + slot);
    this.provide(slot, new Uint8Array());
  }

  /** What the station was delivered with belongs to the first slot. */
  #factory(slot: string): Uint8Array | undefined {
    const { password } = this.#core.config;
    return slot === '1' && password !== undefined ? new TextEncoder().encode(password) : undefined;
  }
}

/** `Uint8Array.toHex` and `fromHex` are not in all engines yet. */
function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The bytes that hexadecimal digits stand for. */
export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
