import type { Core } from '../core.ts';
import { valueProblem } from '../device-model/values.ts';

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

  /** A password for a slot that is not in use. @returns false when flash has no room for it */
  provide(slot: string, password: Uint8Array): boolean {
    return this.#core.storage.values.set(STORED + slot, hexOf(password));
  }

  /**
   * A new password for slots that may be in use: the old one stays until the new one has worked.
   * @returns false when flash has no room for it, and nothing was changed
   */
  change(slots: readonly string[], password: Uint8Array): boolean {
    const { values } = this.#core.storage;
    const keys = slots.flatMap((slot) => [STORED + slot, PREVIOUS + slot]);
    const before = keys.map((key) => [key, values.get(key)] as const);
    if (slots.every((slot) => this.#change(slot, password))) return true;
    for (const [key, value] of before) if (value === undefined) values.delete(key);
    for (const [key, value] of before) if (value !== undefined) values.keep(key, value);
    return false;
  }

  #change(slot: string, password: Uint8Array): boolean {
    const before = this.of(slot).at(-1);
    const { values } = this.#core.storage;
    const isKept = before === undefined || values.set(PREVIOUS + slot, hexOf(before));
    return isKept && this.provide(slot, password);
  }

  /** @returns false when flash has no room for it */
  copy(from: string, to: string): boolean {
    const [password] = this.of(from);
    return password === undefined || this.provide(to, password);
  }

  /** The CSMS let the station in with this one. */
  worked(slot: string, password: Uint8Array): void {
    const { values } = this.#core.storage;
    if (values.get(PREVIOUS + slot) === undefined) return;
    values.delete(PREVIOUS + slot);
    this.provide(slot, password);
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
