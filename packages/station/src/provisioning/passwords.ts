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

  /** A password for a slot that is not in use. */
  provide(slot: string, password: Uint8Array): void {
    this.#core.storage.values.set(STORED + slot, hexOf(password));
  }

  /** A new password for a slot that may be in use: the old one stays until the new one has worked. */
  change(slot: string, password: Uint8Array): void {
    const before = this.of(slot).at(-1);
    if (before !== undefined) this.#core.storage.values.set(PREVIOUS + slot, hexOf(before));
    this.provide(slot, password);
  }

  copy(from: string, to: string): void {
    const [password] = this.of(from);
    if (password !== undefined) this.provide(to, password);
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
