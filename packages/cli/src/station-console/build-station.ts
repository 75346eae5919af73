import type { Version } from '@northbound/protocol';
import { systemClock, systemRandom, type TlsIdentity, webSocketDialer } from '@northbound/rpc';
import {
  createStation,
  type EvseConfig,
  ecdsaMeterSigner,
  httpFileTransfer,
  memoryFirmwareBank,
  memoryStorage,
  processWatchdog,
  type Station,
  x509CertificateTools,
} from '@northbound/station';
import { FileFlash, flashStorage } from '@northbound/station/nvm';
import { hardwareWithLastingMeters, simulatedHardware } from '@northbound/world';

/** What makes one station of the command different from another. */
export interface StationSettings {
  readonly identity: string;
  readonly url: string;
  readonly versions: readonly Version[];
  readonly evses: number;
  readonly password?: string;
  /** For `wss:`: the roots that it trusts, and its own certificate with its key. PEM. */
  readonly tls?: TlsIdentity;
  /** Goes into the requests for its certificate (CN); the identity when absent. */
  readonly serialNumber?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** The file that is its flash, with its meters beside it; without one it forgets everything with its process. */
  readonly flash?: string;
  /** How long its loop may hang before the process is killed, seconds; for ever when absent. */
  readonly watchdogS?: number;
}

const SOCKET_22_KW: EvseConfig = {
  connectors: [{ type: 'sType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
};

const MAKE = { vendor: 'Northbound', model: 'Reference' };

/**
 * A reference station on this machine's clock and network, with simulated hardware; switched off.
 * @throws FlashFileError when the file cannot serve as flash
 * @throws Error for a variable that does not exist
 */
export function buildStation(settings: StationSettings): Station {
  const { identity, url, versions, password, tls, serialNumber, variables } = settings;
  const { flash, watchdogS } = settings;
  const evses = Array.from({ length: settings.evses }, () => SOCKET_22_KW);
  const simulation = { clock: systemClock, evses };
  const storage = flash === undefined ? memoryStorage() : flashStorage(new FileFlash(flash));
  return createStation(
    {
      identity,
      url,
      versions,
      ...MAKE,
      evses,
      ...(password !== undefined && { password }),
      ...(tls !== undefined && { tls }),
      ...(serialNumber !== undefined && { serialNumber }),
      ...(variables !== undefined && { variables }),
    },
    {
      clock: systemClock,
      random: systemRandom,
      dialer: webSocketDialer(),
      hardware:
        flash === undefined
          ? simulatedHardware(simulation)
          : hardwareWithLastingMeters(`${flash}.meters`, simulation),
      storage,
      meterSigner: ecdsaMeterSigner(storage.values),
      certificates: x509CertificateTools(),
      files: httpFileTransfer(),
      firmware: memoryFirmwareBank(MAKE),
      // Who is killed has to find out why: without a flash file there is nobody to tell.
      ...(flash !== undefined &&
        watchdogS !== undefined && {
          watchdog: processWatchdog(`${flash}.watchdog`, watchdogS * 1000),
        }),
    },
  );
}
