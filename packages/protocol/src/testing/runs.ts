/** Where chance begins in every ordinary run: which number it is says nothing, that it stays does. */
const SEED = 2_026;

/**
 * How many runs a property gets, and where its chance begins, for `fc.assert` and `fc.sample`.
 * `NB_RUNS` sets another number of runs for all; `NB_SEED` another seed, or `random` for one that
 * fast-check chooses (and names when the property fails).
 */
export function runs(byDefault = 100): { readonly numRuns: number; readonly seed?: number } {
  const asked = Number(process.env.NB_RUNS);
  return { numRuns: asked > 0 ? asked : byDefault, ...seedOf(process.env.NB_SEED || SEED) };
}

function seedOf(asked: string | number): { readonly seed?: number } {
  if (asked === 'random') return {};
  const seed = Number(asked);
  if (Number.isSafeInteger(seed)) return { seed };
  throw new Error(`NB_SEED is ${asked}: it takes a whole number, or "random"`);
}
