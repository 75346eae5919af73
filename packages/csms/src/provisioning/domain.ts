import type { Change, Core } from '../core.ts';
import { saveStation } from '../stations/sql.ts';
import type { Station, StationRecord } from '../stations/station.ts';
import { publishStation } from '../stations/view.ts';
import { timestampOf } from '../timestamps.ts';

/** What a station says of itself when it boots. */
export interface BootInformation {
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber: string | undefined;
  readonly firmwareVersion: string | undefined;
}

/** What it is told (2.1 part 2, B01). */
export interface BootAnswer {
  readonly status: 'Accepted';
  readonly currentTime: string;
  /** Seconds from one heartbeat to the next. */
  readonly interval: number;
}

export interface ProvisioningSettings {
  readonly heartbeatIntervalS: number;
}

/** Who was admitted at the handshake is accepted; the registration outlives connections and restarts. */
export function acceptBoot(core: Core, station: Station, boot: BootInformation): Change {
  const { serialNumber: _serial, firmwareVersion: _firmware, ...known } = station.record;
  const record: StationRecord = {
    ...known,
    registration: 'Accepted',
    vendor: boot.vendor,
    model: boot.model,
    lastBootAtMs: core.clock.epochMs(),
    ...(boot.serialNumber === undefined ? {} : { serialNumber: boot.serialNumber }),
    ...(boot.firmwareVersion === undefined ? {} : { firmwareVersion: boot.firmwareVersion }),
  };
  return {
    statements: [saveStation(record)],
    apply() {
      const previous = station.record;
      station.record = record;
      publishStation(core, station);
      core.signals.emit('booted', { station, previous });
    },
  };
}

export function bootAnswer(core: Core, { heartbeatIntervalS }: ProvisioningSettings): BootAnswer {
  return {
    status: 'Accepted',
    currentTime: timestampOf(core.clock.epochMs()),
    interval: heartbeatIntervalS,
  };
}

/** G02. Those who watch the station hear that it is alive: an idle one says nothing else. */
export function heartbeat(core: Core, station: Station): { readonly currentTime: string } {
  publishStation(core, station);
  return { currentTime: timestampOf(core.clock.epochMs()) };
}
