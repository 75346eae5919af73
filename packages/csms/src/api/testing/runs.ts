/** How many runs a property gets: modest by default, `NB_RUNS` sets another number for all. */
export const runs = Number(process.env.NB_RUNS ?? 100);
