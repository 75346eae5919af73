import type { Change, Core } from '../core.ts';
import { saveStation } from '../stations/sql.ts';
import type { Registration, Station, StationRecord } from '../stations/station.ts';
import { publishStation, tellingStation } from '../stations/view.ts';
import { timestampOf } from '../timestamps.ts';

/** What a station says of itself when it boots. */
export interface BootInformation {
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber: string | undefined;
  readonly firmwareVersion: string | undefined;
}

/** What it is told (2.1 part 2, B01 to B03; 1.6 edition 2, 4.2). */
export interface BootAnswer {
  readonly status: Registration;
  readonly currentTime: string;
  /** Seconds from one heartbeat to the next; until the next boot when the status is another than Accepted. */
  readonly interval: number;
}

/**
 * What a station gets that boots for the first time: `accept` lets it work at once, `configure` keeps it Pending until its
 * device model is read and the values of its templates are set, `approve` until an operator accepts it besides.
 */
export type RegistrationPolicy = 'accept' | 'configure' | 'approve';

export interface ProvisioningSettings {
  readonly heartbeatIntervalS: number;
  readonly registration: RegistrationPolicy;
  /** How long a station that is Pending or Rejected waits before it boots again. */
  readonly bootRetryIntervalS: number;
  /** Whether new stations, and those with new firmware, are asked for their device models. */
  readonly readsDeviceModels: boolean;
}

/** The registration outlives connections and restarts. */
export function recordBoot(
  core: Core,
  station: Station,
  boot: BootInformation,
  registration: Registration,
): Change {
  const { serialNumber: _serial, firmwareVersion: _firmware, ...known } = station.record;
  const record: StationRecord = {
    ...known,
    registration,
    vendor: boot.vendor,
    model: boot.model,
    lastBootAtMs: core.clock.epochMs(),
    ...(boot.serialNumber === undefined ? {} : { serialNumber: boot.serialNumber }),
    ...(boot.firmwareVersion === undefined ? {} : { firmwareVersion: boot.firmwareVersion }),
  };
  const booted = {
    statements: [saveStation(record)],
    apply() {
      station.record = record;
    },
  };
  const told = tellingStation(core, station, booted, record);
  return {
    ...told,
    apply() {
      const previous = station.record;
      told.apply();
      if (registration === 'Accepted') core.signals.emit('booted', { station, previous });
      else core.signals.emit('held', { station });
    },
  };
}

export function bootAnswer(
  core: Core,
  { heartbeatIntervalS, bootRetryIntervalS }: ProvisioningSettings,
  status: Registration,
): BootAnswer {
  return {
    status,
    currentTime: timestampOf(core.clock.epochMs()),
    interval: status === 'Accepted' ? heartbeatIntervalS : bootRetryIntervalS,
  };
}

/** G02. Those who watch the station hear that it is alive: an idle one says nothing else. */
export function heartbeat(core: Core, station: Station): { readonly currentTime: string } {
  publishStation(core, station);
  return { currentTime: timestampOf(core.clock.epochMs()) };
}
