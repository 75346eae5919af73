import type { Campaign, CampaignOrder, CampaignStep, StationSelection } from '@northbound/client';
import { type FormReader, given } from './form.ts';

/** Stations of a campaign that have come to an end, of all, with their shares in percent. */
export function progressOf({ counts }: Pick<Campaign, 'counts'>): {
  readonly total: number;
  readonly done: number;
  readonly succeededPercent: number;
  readonly failedPercent: number;
  readonly underWayPercent: number;
} {
  const { pending, active, waiting, awaiting, succeeded, failed, skipped } = counts;
  const done = succeeded + failed + skipped;
  const underWay = active + waiting + awaiting;
  const total = pending + underWay + done;
  const percent = (part: number) => (total === 0 ? 0 : (100 * part) / total);
  return {
    total,
    done,
    succeededPercent: percent(succeeded),
    failedPercent: percent(failed + skipped),
    underWayPercent: percent(underWay),
  };
}

/** Commands that make sense for many stations, most usual first. */
export const CAMPAIGN_COMMANDS: readonly CampaignStep['command'][] = [
  'Reset',
  'TriggerMessage',
  'SetVariables',
  'GetVariables',
  'ChangeAvailability',
  'ClearCache',
  'GetBaseReport',
  'GetReport',
  'GetLog',
  'UpdateFirmware',
  'SetVariableMonitoring',
  'SetMonitoringBase',
  'SetMonitoringLevel',
  'SetNetworkProfile',
  'SetDisplayMessage',
  'SetChargingProfile',
  'ClearChargingProfile',
  'UnlockConnector',
  'InstallCertificate',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'DataTransfer',
];

function readCommand(text: string): CampaignStep['command'] {
  return CAMPAIGN_COMMANDS.find((command) => command === text) ?? 'Reset';
}

/** Which stations the fields of the form choose. */
export function readSelection(form: FormReader): StationSelection {
  const version = form.optional('version');
  const connected = form.optional('connected');
  return given({
    version: version === '1.6' || version === '2.0.1' || version === '2.1' ? version : undefined,
    vendor: form.optional('vendor'),
    model: form.optional('model'),
    firmwareVersion: form.optional('firmwareVersion'),
    group: form.optional('group'),
    search: form.optional('search'),
    connected: connected === undefined ? undefined : connected === 'yes',
  });
}

/**
 * The order that the form describes.
 *
 * @param stationIds stations that were chosen one by one; else the fields choose
 * @throws SyntaxError when the request is no JSON, as while its form is still being read
 */
export function readCampaign(form: FormReader, stationIds?: readonly string[]): CampaignOrder {
  const command = readCommand(form.text('command'));
  const step = given({
    until: form.optional('until'),
    untilTimeoutS: form.number('untilTimeoutS'),
  });
  const pace = given({
    waveSize: form.number('waveSize'),
    pauseBetweenWavesS: form.number('pauseBetweenWavesS'),
    concurrency: form.number('concurrency'),
    queueForS: form.number('queueForS'),
    stopAtFailurePercent: form.number('stopAtFailurePercent'),
    stopAfterStations: form.number('stopAfterStations'),
  });
  return {
    name: form.text('name'),
    stations: stationIds === undefined ? readSelection(form) : { stationIds },
    steps: [{ command, request: JSON.parse(form.text('request')), ...step }],
    pace,
    ...given({ startsAt: form.moment('startsAt') }),
  };
}
