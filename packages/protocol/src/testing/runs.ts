/** How many runs a property gets: modest by default, `NB_RUNS` sets another number for all. */
export function runs(byDefault: number): { readonly numRuns: number } {
  const asked = Number(process.env.NB_RUNS);
  return { numRuns: asked > 0 ? asked : byDefault };
}
