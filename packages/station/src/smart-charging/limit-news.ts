import { type InstalledProfile, profileLimitAt } from '@northbound/energy';
import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SparseMap } from '../sparse-map.ts';
import type { ExternalLimit } from './external-profile.ts';
import type { Place } from './filled.ts';

/** What the CSMS hears of limits from outside (2.1 part 2, K11 to K13 and K27). */
export class LimitNews {
  readonly #core: Core;
  /** What it heard last in this boot, by limit: of many small changes none would ever be news. */
  readonly #told = new SparseMap<string, number>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** LimitChangeSignificance, percent. */
  get significance(): number {
    return Number(this.#core.variables.text(VARIABLE.limitChangeSignificance));
  }

  /** @param before what held until now */
  isSignificant(before: InstalledProfile | undefined, { limit, unit }: ExternalLimit): boolean {
    if (before?.profile.chargingSchedule[0]?.chargingRateUnit !== unit) return true;
    return this.#differs(before, this.#core.clock.epochMs(), limit);
  }

  /** Whether a schedule has brought something else by itself. */
  changedAt(limit: InstalledProfile, atMs: number): boolean {
    const now = limitAt(limit, this.#core.clock.epochMs());
    return now !== undefined && this.#differs(limit, atMs - 1, now);
  }

  /** NotifyChargingLimit. */
  changed(limit: InstalledProfile): void {
    const { evseId, source, profile } = limit;
    const { clock, notices, variables } = this.#core;
    const withSchedules = variables.boolean(VARIABLE.notifyLimitWithSchedules);
    const isLocalGeneration = profile.chargingProfilePurpose === 'LocalGeneration';
    const request: Ocpp21.NotifyChargingLimitRequest = {
      chargingLimit: {
        chargingLimitSource: source,
        ...(isLocalGeneration && { isLocalGeneration }),
      },
      ...(evseId !== 0 && { evseId }),
      ...(withSchedules && { chargingSchedule: profile.chargingSchedule }),
    };
    const key = limitKey(limit);
    notices.add('NotifyChargingLimit', request, { replaces: key });
    const told = limitAt(limit, clock.epochMs());
    if (told !== undefined) this.#told.set(key, told);
  }

  /** ClearedChargingLimit: nothing of a source holds there any more. */
  released({ evseId, source }: Place): void {
    const key = releaseKey({ evseId, source });
    for (const told of [...this.#told.keys()]) {
      if (told.startsWith(`${key} `)) this.#told.delete(told);
    }
    const request = { chargingLimitSource: source, ...(evseId !== 0 && { evseId }) };
    this.#core.notices.add('ClearedChargingLimit', request, { replaces: key });
  }

  /** @param atMs where nobody knows what was told, what was in force then is taken for it */
  #differs(before: InstalledProfile, atMs: number, limit: number): boolean {
    const key = limitKey(before);
    const last = this.#told.get(key) ?? limitAt(before, atMs);
    if (last === undefined) return true;
    this.#told.set(key, last);
    return Math.abs(limit - last) > (last * this.significance) / 100;
  }
}

function limitAt(limit: InstalledProfile, atMs: number): number | undefined {
  return profileLimitAt(limit, atMs).period?.limit;
}

/** What is told last of a source's limit is all that counts; its generation on the spot is another thing (K27). */
function limitKey({ source, evseId, profile }: InstalledProfile): string {
  return `${releaseKey({ source, evseId })} ${profile.chargingProfilePurpose}`;
}

/** A release has no word for what it was. */
export function releaseKey({ source, evseId }: Place): string {
  return `limit ${source} ${evseId}`;
}
