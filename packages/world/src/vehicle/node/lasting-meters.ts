import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { Clock } from '@northbound/rpc';
import type { EvseConfig } from '@northbound/station';
import { type SimulatedHardware, simulatedHardware } from '../hardware.ts';

const REGISTER_BYTES = 8;

/**
 * Simulated hardware whose meters go on counting after a power cut, as real ones do. A register is in the file before
 * the station reads it, so that no station ever sees one fall.
 *
 * @param path a file of one double a meter, Wh; it is made when it is missing
 * @throws the system's error when the file cannot be read and written
 */
export function hardwareWithLastingMeters(
  path: string,
  options: { readonly clock: Clock; readonly evses: readonly EvseConfig[] },
): SimulatedHardware {
  const registersWh = readRegisters(path, options.evses.length);
  // All of it at once: a disk that fills up later has room for every register.
  registersWh.forEach((registerWh, index) => {
    writeRegister(path, index, registerWh);
  });
  const hardware = simulatedHardware({ ...options, registersWh });
  return {
    ...hardware,
    readMeter(evseId) {
      const reading = hardware.readMeter(evseId);
      const { registerWh } = reading;
      if (registerWh !== registersWh[evseId - 1]) {
        writeRegister(path, evseId - 1, registerWh);
        registersWh[evseId - 1] = registerWh;
      }
      return reading;
    },
  };
}

function readRegisters(path: string, meters: number): number[] {
  const bytes = Buffer.alloc(meters * REGISTER_BYTES);
  withFile(path, (descriptor) => readSync(descriptor, bytes, 0, bytes.length, 0));
  return Array.from({ length: meters }, (_, index) => {
    const registerWh = bytes.readDoubleLE(index * REGISTER_BYTES);
    // Whatever else the file held, it was no register.
    return Number.isFinite(registerWh) && registerWh > 0 ? registerWh : 0;
  });
}

function writeRegister(path: string, index: number, registerWh: number): void {
  const bytes = Buffer.alloc(REGISTER_BYTES);
  bytes.writeDoubleLE(registerWh);
  withFile(path, (descriptor) =>
    writeSync(descriptor, bytes, 0, bytes.length, index * REGISTER_BYTES),
  );
}

function withFile(path: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
