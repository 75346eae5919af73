/** Worlds of stations and a CSMS in virtual time, in a process of their own. */
import { runWorld, sizeOf } from '@northbound/world/simulation';
import { answerParent, type Numbers, numberSetting, type Settings } from '../harness/child.ts';

answerParent({ live });

const DAY_MS = 86_400_000;
const CALL = /^\[2,"[^"]+","(\w+)"/;

/**
 * Lives a world as `northbound world explore` does, with all that may go wrong in it, and says what that cost, and how
 * busy the days were in which people came.
 */
async function live(settings: Settings): Promise<Numbers> {
  const seed = numberSetting(settings, 'seed');
  const { stations, days } = sizeOf(seed);
  const busy = { frames: 0, meterValues: 0, heartbeats: 0 };
  const frame = ({ atMs, text }: { readonly atMs: number; readonly text: string }) => {
    if (atMs > days * DAY_MS) return;
    busy.frames += 1;
    const [, action] = CALL.exec(text) ?? [];
    if (action === 'Heartbeat') busy.heartbeats += 1;
    else if (action === 'MeterValues') busy.meterValues += 1;
    else if (action === 'TransactionEvent' && text.includes('"meterValue"')) busy.meterValues += 1;
  };
  const before = process.cpuUsage();
  const { frames, transactions, violations } = await runWorld({ seed, stations, days }, { frame });
  const { user, system } = process.cpuUsage(before);
  if (violations.length > 0) throw new Error(`seed ${seed}: ${JSON.stringify(violations)}`);
  return {
    cpuUs: user + system,
    stations,
    days,
    frames,
    sessions: transactions,
    busyFrames: busy.frames,
    meterValues: busy.meterValues,
    heartbeats: busy.heartbeats,
  };
}
