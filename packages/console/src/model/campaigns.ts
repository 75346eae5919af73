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

function readStep({ command, request, fits, until }: StepDraft): CampaignStep {
  if (request === undefined) throw new Error(`The form of ${command} is still being read.`);
  if (!fits) throw new Error(`What is written of ${command} is not right yet.`);
  return { command, request, ...(until !== '' && { until }) };
}

export function readCommand(text: string): CampaignStep['command'] {
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

/** A command of a campaign while it is being written. */
export interface StepDraft {
  /** Tells steps apart that say the same. */
  readonly id: number;
  readonly command: CampaignStep['command'];
  /** Undefined while its form is still being read. */
  readonly request: unknown;
  /** Whether the request is all that is written, and fits its schema. */
  readonly fits: boolean;
  readonly until: Until;
}

/** What a step waits for beyond its answer; nothing when empty. */
export type Until = NonNullable<CampaignStep['until']> | '';

export function readUntil(text: string): Until {
  return text === 'firmwareInstalled' ? text : '';
}

/** What a command is known to bring about some time after its answer, and the words for it. */
export const UNTIL: Readonly<
  Partial<Record<CampaignStep['command'], readonly (readonly [Until, string])[]>>
> = {
  UpdateFirmware: [
    ['', 'the station says yes'],
    ['firmwareInstalled', 'it has booted with the new firmware'],
  ],
};

/**
 * The order that the form and the steps describe.
 *
 * @param stationIds stations that were chosen one by one; else the fields choose
 * @throws Error when a request is not there yet, as while its form is still being read, or is not right
 */
export function readCampaign(
  form: FormReader,
  steps: readonly StepDraft[],
  stationIds?: readonly string[],
): CampaignOrder {
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
    steps: steps.map(readStep),
    pace,
    ...given({ startsAt: form.moment('startsAt') }),
  };
}
