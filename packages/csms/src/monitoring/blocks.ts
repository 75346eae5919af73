import { Alerts } from '../alerts/alerts.ts';
import type { Core } from '../core.ts';
import type { ProvisioningBlocks } from '../provisioning/blocks.ts';
import { Monitoring } from './monitoring.ts';
import { Monitors } from './monitors.ts';
import { Streams } from './streams.ts';

/** What stations watch and report, and the alerts that come of it. */
export interface MonitoringBlocks {
  readonly monitors: Monitors;
  readonly monitoring: Monitoring;
  readonly streams: Streams;
  readonly alerts: Alerts;
}

export async function createMonitoring(
  core: Core,
  { twin, modelReports: reports }: ProvisioningBlocks,
  onFailure: (error: unknown) => void,
): Promise<MonitoringBlocks> {
  const monitors = await Monitors.load(core);
  return {
    monitors,
    monitoring: new Monitoring({ core, twin, monitors, reports, onFailure }),
    streams: await Streams.load(core, monitors),
    alerts: await Alerts.load(core),
  };
}
