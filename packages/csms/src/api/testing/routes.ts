import { accessSamples } from './routes/access.ts';
import { commandsSamples } from './routes/commands.ts';
import type { RouteSample } from './routes/sample.ts';
import { stationsSamples } from './routes/stations.ts';
import { tokensSamples } from './routes/tokens.ts';
import { transactionsSamples } from './routes/transactions.ts';
import { upkeepSamples } from './routes/upkeep.ts';

export type { RouteSample } from './routes/sample.ts';

/** Every documented route, with a request that succeeds on the fakes. */
export const routeSamples: readonly RouteSample[] = [
  ...stationsSamples,
  ...commandsSamples,
  ...transactionsSamples,
  ...tokensSamples,
  ...upkeepSamples,
  ...accessSamples,
];
