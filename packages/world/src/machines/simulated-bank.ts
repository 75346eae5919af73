import { type FirmwareBank, type ImageHead, memoryFirmwareBank } from '@northbound/station';
import { goodImage } from './simulated-files.ts';

/** The memory for firmware of a station: what lies there outlives a power cut, and what was installed is remembered. */
export class SimulatedBank implements FirmwareBank {
  readonly #memory: FirmwareBank;
  /** What boots; absent as long as it is what the station was delivered with. */
  installedVersion: string | undefined;
  /** Whether what boots is not, byte for byte, what somebody has made. */
  isDamaged = false;

  constructor(own: Pick<ImageHead, 'vendor' | 'model'>) {
    this.#memory = memoryFirmwareBank(own);
  }

  store(image: Uint8Array): void {
    this.#memory.store(image);
  }

  stored(): Uint8Array | undefined {
    return this.#memory.stored();
  }

  discard(): void {
    this.#memory.discard();
  }

  async install() {
    const image = this.stored() ?? new Uint8Array();
    const installation = await this.#memory.install();
    if (installation.result === 'installed') {
      this.installedVersion = installation.version;
      this.isDamaged = Buffer.compare(image, goodImage(installation.version)) !== 0;
    }
    return installation;
  }
}
