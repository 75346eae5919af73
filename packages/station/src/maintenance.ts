import type { Core } from './core.ts';
import { deadLetterVendor } from './data-transfer/dead-letters.ts';
import { CustomerInformation } from './diagnostics/customer-information.ts';
import { DiagnosticsLog } from './diagnostics/log.ts';
import { LogUpload } from './diagnostics/log-upload.ts';
import type { Recording } from './diagnostics/recording.ts';
import { FirmwarePublication } from './firmware/publish.ts';
import { type FirmwareEffects, FirmwareUpdates } from './firmware/update.ts';
import { firmwareVerifier } from './firmware/verifier.ts';
import type { StationPorts } from './ports.ts';

/** What the blocks do to the rest of the station. */
interface MaintenanceEffects extends FirmwareEffects {
  /** Where the diagnostics log is kept, with everything else that happens. */
  readonly recording: Recording | undefined;
  /** A dead letter is queued again. @returns whether it was there, and there was room */
  resend(id: number): boolean;
}

/** The blocks that look after the station itself: firmware and diagnostics. */
export class Maintenance {
  readonly log: DiagnosticsLog;
  readonly logUpload: LogUpload;
  readonly firmware: FirmwareUpdates;
  readonly publication: FirmwarePublication;
  readonly customers: CustomerInformation;
  readonly vendors: NonNullable<StationPorts['vendors']>;

  constructor(core: Core, ports: StationPorts, effects: MaintenanceEffects) {
    const { files, firmware: bank, publisher, verifier = firmwareVerifier() } = ports;
    this.log = new DiagnosticsLog(core.storage.blackBox, effects.recording);
    this.logUpload = new LogUpload(core, files, this.log);
    this.firmware = new FirmwareUpdates(core, files && bank && { files, bank, verifier }, effects);
    this.publication = new FirmwarePublication(core, files && publisher && { files, publisher });
    this.customers = new CustomerInformation(core, this.log);
    const resend = (id: number) => effects.resend(id);
    this.vendors = { ...deadLetterVendor(core, resend), ...ports.vendors };
  }

  /** Goes on with what the last power cut interrupted. */
  begin(): void {
    this.logUpload.begin();
    this.firmware.begin();
  }
}
