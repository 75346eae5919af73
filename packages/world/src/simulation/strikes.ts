import { DatabaseError, type Statement } from '@northbound/csms';
import type { VirtualClock } from '@northbound/rpc/testing';
import type { CsmsMachine } from '../machines/csms-machine.ts';
import type { SimulatedDisk } from '../machines/disk.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import type { Outage, SimulatedNetwork } from '../network/network.ts';
import { FAIR_WEATHER, type Weather } from '../network/wire.ts';
import type { Fault } from './faults.ts';
import { mangling } from './mangle.ts';
import type { Spells } from './spells.ts';

/** How fast the CSMS's disk is when nothing is wrong with it. */
export const DISK_SPEED = { leastMs: 1, mostMs: 15 };

/** What faults strike. */
export interface Targets {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork;
  readonly csms: CsmsMachine;
  readonly disk: SimulatedDisk<Statement>;
  readonly stations: readonly StationMachine[];
  readonly spells: Spells;
}

/** Makes a fault happen now, and lets it pass. */
export function strike(at: Targets, fault: Fault): void {
  const { clock, network, disk, stations, spells } = at;
  switch (fault.kind) {
    case 'outage':
      fail(at, fault, { reason: 'network', code: 'ENETUNREACH' });
      return;
    case 'halfOpen':
      fail(at, fault, 'silence');
      return;
    case 'refused':
      fail(at, fault, REFUSED[fault.code]);
      return;
    case 'reset':
      network.reset(identityOf(at, fault));
      return;
    case 'storm':
      for (const { identity } of stations) network.reset(identity);
      return;
    case 'slow':
      change(at, fault, { latencyMs: fault.latencyMs });
      return;
    case 'narrow':
      change(at, fault, { bytesPerS: fault.bytesPerS });
      return;
    case 'stall':
      change(at, fault, { stalledUntilMs: clock.monotonicMs() + fault.forMs });
      return;
    case 'nat':
      change(at, fault, { forgetsAfterMs: fault.forgetsAfterMs });
      return;
    case 'partition':
      for (const station of fault.stations) fail(at, { ...fault, station }, 'silence');
      return;
    case 'wrongAnswers': {
      const identity = identityOf(at, fault);
      network.setMangle(identity, mangling(fault.how));
      spells.last(`answers ${identity}`, fault.forMs, () => network.setMangle(identity, undefined));
      return;
    }
    case 'csmsKilled':
      kill(at, fault.forMs, fault.tells);
      return;
    case 'csmsKilledAtCommit':
      disk.atCommit(fault.commits, fault.afterIt, () => kill(at, fault.forMs, true));
      return;
    case 'csmsKilledAtAwait':
      disk.atAwait(fault.calls, fault.steps, () => kill(at, fault.forMs, true));
      return;
    case 'slowDisk':
      disk.speed = { leastMs: DISK_SPEED.leastMs, mostMs: fault.mostMs };
      spells.last('disk speed', fault.forMs, () => {
        disk.speed = DISK_SPEED;
      });
      return;
    case 'diskFull':
      disk.failure = () => new DatabaseError('full', 'simulated');
      spells.last('disk full', fault.forMs, () => {
        disk.failure = undefined;
      });
      return;
    case 'street':
      for (const machine of stations) cutPower(at, machine, fault.forMs);
      return;
    default: {
      const machine = stations[fault.station];
      if (machine !== undefined) strikeStation(at, machine, fault);
    }
  }
}

/** Faults inside one station. */
type StationFault = Extract<
  Fault,
  {
    readonly kind:
      | 'powerCut'
      | 'tornWrite'
      | 'bitRot'
      | 'wornFlash'
      | 'broken'
      | 'gridLimit'
      | 'welded'
      | 'clockJump';
  }
>;

function strikeStation(at: Targets, machine: StationMachine, fault: StationFault): void {
  switch (fault.kind) {
    case 'powerCut':
      cutPower(at, machine, fault.forMs);
      return;
    case 'tornWrite':
      machine.powerCutAfter(fault.operations, () => darkFor(at, machine, fault.forMs));
      return;
    case 'bitRot':
      machine.rot(fault.bits);
      darkFor(at, machine, fault.forMs);
      return;
    case 'wornFlash':
      machine.wear(fault.cells);
      return;
    case 'broken':
      machine.fail(fault.evse, fault.code, fault.forMs);
      return;
    case 'welded':
      machine.weld(fault.evse, fault.forMs);
      return;
    case 'gridLimit':
      machine.limit(fault.limitW, fault.forMs);
      return;
    case 'clockJump':
      machine.jumpClock(fault.byMs);
  }
}

const REFUSED = {
  dns: { reason: 'network', code: 'ENOTFOUND' },
  tls: { reason: 'tls', code: 'CERT_HAS_EXPIRED' },
} as const;

function fail(
  at: Targets,
  fault: { readonly station: number; readonly forMs: number },
  outage: Outage,
): void {
  const identity = identityOf(at, fault);
  at.network.fail(identity, outage);
  at.spells.last(`outage ${identity}`, fault.forMs, () => at.network.heal(identity));
}

/** Changes the weather for a while. */
function change(
  at: Targets,
  fault: { readonly station: number; readonly forMs: number },
  weather: Partial<Weather>,
): void {
  const identity = identityOf(at, fault);
  at.network.setWeather(identity, { ...FAIR_WEATHER, ...weather });
  at.spells.last(`weather ${identity}`, fault.forMs, () =>
    at.network.setWeather(identity, FAIR_WEATHER),
  );
}

function cutPower(at: Targets, machine: StationMachine, forMs: number): void {
  machine.powerCut();
  darkFor(at, machine, forMs);
}

function darkFor({ spells }: Targets, machine: StationMachine, forMs: number): void {
  spells.last(`power ${machine.identity}`, forMs, () => machine.powerUp());
}

function kill({ csms, spells }: Targets, forMs: number, tells: boolean): void {
  csms.crash(tells);
  spells.last('csms', forMs, () => {
    if (!csms.isUp) void csms.start();
  });
}

function identityOf({ stations }: Targets, { station }: { readonly station: number }): string {
  return stations[station]?.identity ?? '';
}
