import type { Core } from '../core.ts';
import { Applier } from '../device-model/apply.ts';
import { DeviceModel } from '../device-model/device-model.ts';
import { Reader } from '../device-model/reader.ts';
import { Templates } from '../device-model/templates.ts';
import { Twin } from '../device-model/twin.ts';
import { Groups } from '../stations/groups.ts';
import { AskReports } from './ask-reports.ts';
import type { ProvisioningSettings } from './domain.ts';
import { ModelReports } from './model-reports.ts';
import { Registering } from './registering.ts';
import { Registrations } from './registrations.ts';
import { Setup } from './setup.ts';

/** The device model, its reports, and what waits for them: registration. */
export interface ProvisioningBlocks {
  readonly groups: Groups;
  readonly twin: Twin;
  readonly templates: Templates;
  readonly deviceModel: DeviceModel;
  readonly modelReports: ModelReports;
  readonly askReports: AskReports;
  readonly registrations: Registrations;
  readonly registering: Registering;
  readonly setup: Setup;
}

export async function createProvisioning(
  core: Core,
  settings: ProvisioningSettings,
  onFailure: (error: unknown) => void,
): Promise<ProvisioningBlocks> {
  const groups = await Groups.load(core);
  const twin = await Twin.load(core);
  const templates = await Templates.load(core, twin, groups);
  const applier = new Applier(core, twin, onFailure);
  const modelReports = await ModelReports.load(core, onFailure);
  const askReports = new AskReports({ core, twin, reports: modelReports });
  const registrations = await Registrations.load(core, settings.registration);
  const setup = new Setup({
    core,
    twin,
    templates,
    applier,
    asking: askReports,
    reader: new Reader(twin),
    reports: modelReports,
    registrations,
    readsDeviceModels: settings.readsDeviceModels,
    onFailure,
  });
  return {
    groups,
    twin,
    templates,
    deviceModel: new DeviceModel({ core, twin, templates, applier }),
    modelReports,
    askReports,
    registrations,
    registering: new Registering(core, registrations, setup),
    setup,
  };
}

export async function closeProvisioning(blocks: ProvisioningBlocks): Promise<void> {
  blocks.modelReports.close();
  await blocks.setup.close();
}
