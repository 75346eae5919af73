import type { Core } from './core.ts';
import { CustomerInformation } from './diagnostics/customer-information.ts';
import { DiagnosticsLog } from './diagnostics/log.ts';
import { LogUpload } from './diagnostics/log-upload.ts';
import { FirmwarePublication } from './firmware/publish.ts';
import { type FirmwareEffects, FirmwareUpdates } from './firmware/update.ts';
import { firmwareVerifier } from './firmware/verifier.ts';
import type { StationPorts } from './ports.ts';

/** The blocks that look after the station itself: firmware and diagnostics. */
export class Maintenance {
  readonly log = new DiagnosticsLog();
  readonly logUpload: LogUpload;
  readonly firmware: FirmwareUpdates;
  readonly publication: FirmwarePublication;
  readonly customers: CustomerInformation;
  readonly vendors: NonNullable<StationPorts['vendors']>;

  constructor(core: Core, ports: StationPorts, effects: FirmwareEffects) {
    const { files, firmware: bank, publisher, verifier = firmwareVerifier() } = ports;
    this.logUpload = new LogUpload(core, files, this.log);
    this.firmware = new FirmwareUpdates(core, files && bank && { files, bank, verifier }, effects);
    this.publication = new FirmwarePublication(core, files && publisher && { files, publisher });
    this.customers = new CustomerInformation(core, this.log);
    this.vendors = ports.vendors ?? {};
  }

  /** Goes on with what the last power cut interrupted. */
  begin(): void {
    this.logUpload.begin();
    this.firmware.begin();
  }
}
