import type { Version } from '@northbound/protocol';
import {
  type Clock,
  type Random,
  systemClock,
  systemRandom,
  webSocketDialer,
} from '@northbound/rpc';
import { seededRandom } from '@northbound/rpc/testing';
import {
  createStation,
  type EvseConfig,
  httpFileTransfer,
  memoryFirmwareBank,
  type Station,
  type Storage,
} from '@northbound/station';
import { simulatedHardware } from '../vehicle/hardware.ts';
import { type Card, Drivers, type Habits } from './driver.ts';

/** A station of a fleet: who it is, what it speaks, and what it remembers. */
export interface FleetStation {
  readonly identity: string;
  /** Preferred first. */
  readonly versions: readonly Version[];
  readonly password?: string;
  /** What it remembers over a power cut; nothing over the end of the process when absent. */
  readonly storage?: Storage;
  /** One 22 kW socket when absent. */
  readonly evses?: readonly EvseConfig[];
}

/** Many stations with drivers and vehicles, and where they connect. */
export interface FleetOptions {
  /** The CSMS's endpoint without the identities: `ws://host:port/ocpp`. */
  readonly url: string;
  readonly stations: readonly FleetStation[];
  /** Same seed, same people and vehicles. */
  readonly seed: number;
  /** How many times faster batteries fill: they are so much smaller; 1 when absent. */
  readonly speed?: number;
  /** What drivers hold to the readers. */
  readonly cards?: readonly Card[];
  readonly habits?: Habits;
  /** Between two stations' power-ups; 150 when absent. */
  readonly staggerMs?: number;
  readonly clock?: Clock;
  /** For the stations themselves: their transaction ids must never come again, so it has no seed. */
  readonly random?: Random;
}

/** Stations that run, with people who come and go. */
export interface Fleet extends AsyncDisposable {
  readonly stations: readonly Station[];
  /** Everybody leaves, the stations tell it while they can, and are switched off. */
  close(): Promise<void>;
}

/** The cards of drivers who are welcome. A CSMS has to know them. */
export const FLEET_CARDS: readonly Card[] = [
  { idToken: '04A1B2C3D4E501', type: 'ISO14443' },
  { idToken: '04A1B2C3D4E502', type: 'ISO14443' },
  { idToken: '04A1B2C3D4E503', type: 'ISO14443' },
  { idToken: '04A1B2C3D4E504', type: 'ISO14443' },
  { idToken: '04A1B2C3D4E505', type: 'ISO14443' },
];

const BUSY: Habits = { pauseS: [5, 30], handlingS: [2, 6], stayS: [120, 360] };

const SOCKET_22_KW: EvseConfig = {
  connectors: [{ type: 'sType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
};

const MAKE = { vendor: 'Northbound', model: 'Fleet 22' };
/** It keeps nothing of its own: one serves all. */
const FILES = httpFileTransfer();

/** Between two stations' power-ups: a street does not come back all at once. */
const STAGGER_MS = 150;

const FAREWELL_CHECKS = 40;
const FAREWELL_CHECK_MS = 50;

/** Stations over real WebSockets, with people and vehicles around them. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { stations, seed, clock = systemClock, staggerMs = STAGGER_MS } = options;
  const members = stations.map((station, index) => member(options, clock, station, seed + index));
  const starts = members.map((each, index) =>
    clock.after(index * staggerMs, () => {
      void each.station.start();
      for (const drivers of each.drivers) drivers.begin();
    }),
  );
  const close = async (): Promise<void> => {
    for (const start of starts) start.cancel();
    for (const { drivers } of members) for (const each of drivers) each.end();
    await Promise.all(
      members.map(async ({ station }) => {
        await toldAll(station, clock);
        await station.stop();
      }),
    );
  };
  return {
    stations: members.map(({ station }) => station),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Until the CSMS has answered everything, or does not answer any more. */
async function toldAll(station: Station, clock: Clock): Promise<void> {
  for (let rest = FAREWELL_CHECKS; rest > 0; rest--) {
    const { connected, queuedEvents } = station.state();
    if (!connected || queuedEvents === 0) return;
    await new Promise<void>((resolve) => clock.after(FAREWELL_CHECK_MS, resolve));
  }
}

function member(options: FleetOptions, clock: Clock, fleetStation: FleetStation, seed: number) {
  const { url, speed = 1, cards = FLEET_CARDS, habits = BUSY, random = systemRandom } = options;
  const { identity, versions, password, storage, evses = [SOCKET_22_KW] } = fleetStation;
  const whims = seededRandom(seed);
  const hardware = simulatedHardware({ clock, evses });
  const station = createStation(
    {
      identity,
      url,
      versions,
      ...MAKE,
      serialNumber: identity,
      firmwareVersion: '0.1.0',
      evses,
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '10' },
      ...(password !== undefined && { password }),
    },
    {
      clock,
      random,
      dialer: webSocketDialer(),
      hardware,
      files: FILES,
      firmware: memoryFirmwareBank(MAKE),
      ...(storage && { storage }),
    },
  );
  const drivers = evses.map(
    (_, index) =>
      new Drivers({
        clock,
        random: whims,
        station,
        hardware,
        evseId: index + 1,
        cards,
        habits,
        speed,
      }),
  );
  station.subscribe((event) => {
    for (const each of drivers) each.heard(event);
  });
  return { station, drivers };
}
