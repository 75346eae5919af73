import { DatabaseError, type Statement } from '@northbound/csms';
import type { VirtualClock } from '@northbound/rpc/testing';
import { evsePlace } from '../checkers/violation.ts';
import type { CsmsMachine } from '../machines/csms-machine.ts';
import type { SimulatedDisk } from '../machines/disk.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import type { Outage, SimulatedNetwork } from '../network/network.ts';
import { type Weather, worstOf } from '../network/wire.ts';
import type { Fault, Mangling } from './faults.ts';
import { mangling } from './mangle.ts';
import { Layers, Spells } from './spells.ts';

/** How fast the CSMS's disk is when nothing is wrong with it. */
export const DISK_SPEED = { leastMs: 1, mostMs: 15 };

/** What faults strike. */
export interface Targets {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork;
  readonly csms: CsmsMachine;
  readonly disk: SimulatedDisk<Statement>;
  readonly stations: readonly StationMachine[];
  readonly ongoing: Ongoing;
}

/** What is wrong for a while. */
export class Ongoing {
  readonly spells: Spells;
  readonly outages: Layers<Outage>;
  readonly weathers: Layers<Partial<Weather>>;
  readonly manglings: Layers<Mangling>;
  /** How long a commit takes at most. */
  readonly diskMs: Layers<number>;

  constructor(clock: VirtualClock) {
    this.spells = new Spells(clock);
    this.outages = new Layers(clock);
    this.weathers = new Layers(clock);
    this.manglings = new Layers(clock);
    this.diskMs = new Layers(clock);
  }

  /** Everything that lies over what is right is taken away. */
  clear(): void {
    for (const layers of [this.outages, this.weathers, this.manglings, this.diskMs]) layers.clear();
  }
}

/** Makes a fault happen now, and lets it pass. */
export function strike(at: Targets, fault: Fault): void {
  const { clock, network, disk, stations, ongoing } = at;
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
      ongoing.manglings.last(identity, fault.how, fault.forMs, (active) => {
        const how = active.at(-1);
        network.setMangle(identity, how && mangling(how));
      });
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
      ongoing.diskMs.last('CSMS', fault.mostMs, fault.forMs, (active) => {
        disk.speed = { ...DISK_SPEED, mostMs: Math.max(DISK_SPEED.mostMs, ...active) };
      });
      return;
    case 'diskFull':
      disk.failure = () => new DatabaseError('full', 'simulated');
      ongoing.spells.last('disk full', fault.forMs, () => {
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
  const { spells } = at.ongoing;
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
      machine.fail(fault.evse, fault.code);
      spells.last(`${evsePlace(machine, fault.evse)} ${fault.code}`, fault.forMs, () =>
        machine.mend(fault.evse, fault.code),
      );
      return;
    case 'welded':
      machine.hardware.weld(fault.evse, true);
      spells.last(`${evsePlace(machine, fault.evse)} welded`, fault.forMs, () =>
        machine.hardware.weld(fault.evse, false),
      );
      return;
    case 'gridLimit':
      machine.limit(fault.limitW, fault.forMs);
      spells.last(`grid ${machine.identity}`, fault.forMs, () =>
        machine.station?.clearExternalLimit('SO'),
      );
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
  at.ongoing.outages.last(identity, outage, fault.forMs, (active) => {
    const newest = active.at(-1);
    if (newest === undefined) at.network.heal(identity);
    else at.network.fail(identity, newest);
  });
}

/** Makes the weather worse for a while. */
function change(
  at: Targets,
  fault: { readonly station: number; readonly forMs: number },
  weather: Partial<Weather>,
): void {
  const identity = identityOf(at, fault);
  at.ongoing.weathers.last(identity, weather, fault.forMs, (active) =>
    at.network.setWeather(identity, worstOf(active)),
  );
}

function cutPower(at: Targets, machine: StationMachine, forMs: number): void {
  machine.powerCut();
  darkFor(at, machine, forMs);
}

function darkFor({ ongoing }: Targets, machine: StationMachine, forMs: number): void {
  ongoing.spells.last(`power ${machine.identity}`, forMs, () => machine.powerUp());
}

function kill({ csms, ongoing }: Targets, forMs: number, tells: boolean): void {
  csms.crash(tells);
  ongoing.spells.last('csms', forMs, () => {
    if (!csms.isUp) void csms.start();
  });
}

function identityOf({ stations }: Targets, { station }: { readonly station: number }): string {
  return stations[station]?.identity ?? '';
}
