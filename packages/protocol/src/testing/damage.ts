import { CHANGES, type Change, GONE } from './changes.ts';

/** How seldom the walk stops above a leaf. */
const STOP = 0.15;

/**
 * Does to a JSON value in place what `mutations` does to a copy: changes one thing about it. Made for millions: it
 * walks to one place in place of listing all.
 *
 * @param random a number from 0 to below 1
 * @param more changes beside the usual ones
 * @returns the value, or what took the place of the whole
 */
export function damage(root: unknown, random: () => number, more: readonly Change[] = []): unknown {
  const number = Math.floor(random() * (CHANGES.length + more.length));
  const change = CHANGES[number] ?? more[number - CHANGES.length] ?? (() => GONE);
  let holder: object | undefined;
  let name = '';
  let value = root;
  while (typeof value === 'object' && value !== null && random() > STOP) {
    const names = Object.keys(value);
    const next = names[Math.floor(random() * names.length)];
    if (next === undefined) break;
    holder = value;
    name = next;
    value = Reflect.get(value, next);
  }
  const changed = unshared(change(value));
  if (holder === undefined) return changed === GONE ? null : changed;
  if (changed === GONE) remove(holder, name);
  else put(holder, name, changed);
  return root;
}

/** Changes hand out the same objects again and again; what is damaged in place may not be one of them. */
function unshared(value: unknown): unknown {
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
}

function remove(holder: object, name: string): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.deleteProperty(holder, name);
}

/** Also where the name is `__proto__`: to JSON that is a field as any other. */
function put(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
