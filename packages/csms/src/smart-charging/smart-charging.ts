import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Reports } from '../reports/reports.ts';
import { timestampOf } from '../timestamps.ts';
import { selectLimits } from './sql.ts';
import type { ChargingLimitView, InstalledProfilesView } from './views.ts';

/** What is known of the limits and profiles at stations. */
export class SmartCharging {
  readonly #core: Core;
  readonly #reports: Reports;

  constructor(core: Core, reports: Reports) {
    this.#core = core;
    this.#reports = reports;
  }

  /** Limits from outside that hold now. */
  async limits(stationId: string): Promise<readonly ChargingLimitView[]> {
    const limits = await selectLimits(this.#core.database, stationId);
    return limits.map(
      ({ evseId, source, isGridCritical, isLocalGeneration, schedules, sinceMs }) => ({
        evseId,
        source,
        ...(isGridCritical === undefined ? {} : { isGridCritical }),
        ...(isLocalGeneration ? { isLocalGeneration } : {}),
        schedules,
        since: timestampOf(sinceMs),
      }),
    );
  }

  /** Of the last complete report that was asked for everything. */
  async profiles(stationId: string): Promise<InstalledProfilesView> {
    const report = await this.#reports.latest<Ocpp21.ReportChargingProfilesRequest>(
      stationId,
      'GetChargingProfiles',
    );
    if (report === undefined) return { items: [] };
    return {
      reportedAt: report.completedAt,
      items: report.payloads.flatMap(({ evseId, chargingLimitSource, chargingProfile }) =>
        chargingProfile.map((profile) => ({ evseId, source: chargingLimitSource, profile })),
      ),
    };
  }
}
