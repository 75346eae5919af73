/** Worlds of stations and a CSMS in virtual time, in a process of their own. */
import { runWorld, sizeOf } from '@northbound/world/simulation';
import { answerParent, type Numbers, numberSetting, type Settings } from '../harness/child.ts';

answerParent({ live });

/** Lives a world as `northbound world explore` does, with all that may go wrong in it, and says what that cost. */
async function live(settings: Settings): Promise<Numbers> {
  const seed = numberSetting(settings, 'seed');
  const { stations, days } = sizeOf(seed);
  const before = process.cpuUsage();
  const { frames, transactions, violations } = await runWorld({ seed, stations, days });
  const { user, system } = process.cpuUsage(before);
  if (violations.length > 0) throw new Error(`seed ${seed}: ${JSON.stringify(violations)}`);
  return { cpuUs: user + system, stations, days, frames, transactions };
}
