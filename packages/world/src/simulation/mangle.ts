import { RESULT } from '../checkers/frames.ts';
import type { Mangle } from '../network/network.ts';
import type { Mangling } from './faults.ts';

/** What becomes of an answer with this id. */
const MANGLED: Readonly<Record<Mangling, (id: string, text: string) => string>> = {
  error: (id) => JSON.stringify([4, id, 'InternalError', 'simulated', {}]),
  empty: (id) => JSON.stringify([3, id, {}]),
  cut: (_id, text) => text.slice(0, Math.floor(text.length / 2)),
  otherId: (id, text) => text.replace(id, `${id}x`),
  lost: () => '[]',
};

/** Spoils what the CSMS answers; what it has stored, it has stored. */
export function mangling(how: Mangling): Mangle {
  return (from, text) => {
    const [, id] = from === 'csms' ? (RESULT.exec(text) ?? []) : [];
    return id === undefined ? undefined : MANGLED[how](id, text);
  };
}
