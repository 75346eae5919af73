import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import type { Clock, Random } from '@northbound/rpc';
import { Dice, seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { type FlashStorage, flashStorage } from '../nvm/index.ts';
import { CutFlash, SMALL_SIZES } from '../nvm/testing/cut-flash.ts';
import { createStation, type Station } from '../station.ts';
import { BackOffice } from './back-office.ts';
import { BenchHardware } from './bench-hardware.ts';
import { Late, ScriptedNetwork } from './scripted-network.ts';
import { type Character, characterOf, configOf } from './week-character.ts';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY_MS = 24 * H;

const EVSES = 2;
/** A Monday. */
const EPOCH_MS = Date.UTC(2026, 0, 5);

/** How the CSMS behaves for a while. */
type Mood = 'well' | 'late' | 'failing' | 'mute' | 'notReady';

/**
 * Days of a station with two EVSEs on small flash: drivers, remote commands, faults, bad networks, a
 * CSMS that is late or fails, and a power that goes in the middle of any flash operation. The RAM is
 * gone each time: the next boot is another station on the same flash.
 */
export class Week {
  readonly version: Version;
  readonly clock = new VirtualClock(EPOCH_MS);
  readonly hardware = new BenchHardware(this.clock, EVSES);
  readonly office: BackOffice;
  readonly network: ScriptedNetwork;
  readonly counts = { sessions: 0, cuts: 0, tornWrites: 0, outages: 0, resets: 0 };
  readonly #character: Character;
  readonly #dice: Dice;
  readonly #random: Random;
  #mood: Mood = 'well';
  #flash: CutFlash;
  #isPowered = true;
  #storage: FlashStorage | undefined;
  #station: Station | undefined;
  #quiet = false;

  constructor(version: Version, seed: number) {
    this.version = version;
    this.#random = seededRandom(seed);
    this.#dice = new Dice(this.#random);
    this.#character = characterOf(this.#dice);
    this.office = new BackOffice(version, this.clock);
    this.network = new ScriptedNetwork(this.clock, SUBPROTOCOLS[version], (action, payload, id) =>
      this.#answer(action, payload, id),
    );
    this.#flash = new CutFlash(this.#character.flash, this.#dice);
  }

  get station(): Station {
    if (this.#station === undefined) throw new Error('The power is off');
    return this.#station;
  }

  get storage(): FlashStorage {
    if (this.#storage === undefined) throw new Error('The power is off');
    return this.#storage;
  }

  /** Lives the days, then lets everything heal, and everybody leave. */
  async live(days: number): Promise<void> {
    await this.#boot();
    for (let evseId = 1; evseId <= EVSES; evseId++) this.#expectDriver(evseId);
    for (let day = 0; day < days; day++) this.#plan(day);
    await this.clock.advance(days * DAY_MS);
    this.#quiet = true;
    await this.clock.advance(8 * H);
    this.#heal();
    await this.clock.advance(12 * H);
  }

  async end(): Promise<void> {
    const stopped = this.station.stop();
    await this.clock.advance(S);
    await stopped;
  }

  #heal(): void {
    this.network.up = true;
    this.network.silent = false;
    this.#mood = 'well';
    for (let evseId = 1; evseId <= EVSES; evseId++) {
      this.hardware.hands.clearFault(evseId);
      this.hardware.hands.plugOut(evseId);
    }
  }

  /** The troubles of a day. */
  #plan(day: number): void {
    const dice = this.#dice;
    const at = (run: () => void) => this.#at(day * DAY_MS + dice.between(0, DAY_MS), run);
    const short = () => dice.between(20 * S, 10 * MIN);
    at(() => this.#outage(short()));
    if (dice.chance(0.7)) at(() => this.#outage(dice.between(1 * H, 7 * H)));
    if (dice.chance(0.1)) at(() => this.#outage(dice.between(20 * H, 60 * H)));
    at(() => this.#halfOpen(dice.between(1 * MIN, 1 * H)));
    const mood = dice.oneOf<Mood>('late', 'failing', 'mute', 'notReady');
    at(() => this.#csmsIs(mood, dice.between(2 * MIN, 1 * H)));
    for (let cuts = dice.between(1, 4); cuts > 0; cuts--) at(() => this.#cutAtSomeWrite());
    if (dice.chance(0.5)) at(() => this.#powerOff());
    if (dice.chance(0.4)) at(() => this.#reset());
  }

  #at(atMs: number, run: () => void): void {
    this.clock.after(atMs - this.clock.monotonicMs(), () => {
      if (!this.#quiet) run();
    });
  }

  #outage(forMs: number): void {
    this.counts.outages++;
    this.network.up = false;
    this.clock.after(forMs, () => {
      this.network.up = true;
    });
  }

  #halfOpen(forMs: number): void {
    this.counts.outages++;
    this.network.silent = true;
    this.clock.after(forMs, () => {
      this.network.silent = false;
    });
  }

  #csmsIs(mood: Mood, forMs: number): void {
    this.#mood = mood;
    this.clock.after(forMs, () => {
      this.#mood = 'well';
    });
  }

  #reset(): void {
    this.counts.resets++;
    this.network.command('Reset', { type: this.#dice.oneOf(...RESETS[this.version]) });
  }

  #cutAtSomeWrite(): void {
    const flash = this.#flash;
    flash.loseThePowerAfter(this.#dice.between(0, 60), (image) => {
      this.clock.after(0, () => {
        if (flash !== this.#flash) return;
        this.counts.tornWrites++;
        this.#powerOff(image);
      });
    });
  }

  #powerOff(image = this.#flash.image()): void {
    if (!this.#isPowered) return;
    this.#isPowered = false;
    this.counts.cuts++;
    this.#station?.powerCut();
    this.#station = undefined;
    this.#storage = undefined;
    this.#flash = new CutFlash(this.#character.flash, this.#dice, image);
    const dice = this.#dice;
    // Now and then it goes again while the station boots.
    if (!this.#quiet && dice.chance(0.3)) this.#cutAtSomeWrite();
    const offMs = dice.oneOf(1 * S, dice.between(1 * S, 5 * MIN), dice.between(5 * MIN, 2 * H));
    this.clock.after(offMs, () => void this.#boot());
  }

  async #boot(): Promise<void> {
    this.#isPowered = true;
    const flash = this.#flash;
    const bootedAtMs = this.clock.monotonicMs();
    const { hasBattery, variables } = this.#character;
    const board: Clock = {
      monotonicMs: () => this.clock.monotonicMs(),
      epochMs: () => (hasBattery ? this.clock.epochMs() : this.clock.monotonicMs() - bootedAtMs),
      after: (delayMs, run) => this.clock.after(delayMs, run),
    };
    const storage = flashStorage(flash, { sizes: SMALL_SIZES });
    const station = createStation(configOf(this.version, EVSES, variables), {
      clock: board,
      random: this.#random,
      dialer: this.network.dialer,
      hardware: this.hardware,
      storage,
    });
    this.#storage = storage;
    this.#station = station;
    await station.start();
  }

  #answer(action: string, payload: Record<string, unknown>, id: string) {
    const dice = this.#dice;
    switch (this.#mood) {
      case 'well':
        return this.office.process(action, payload, id);
      case 'late':
        return this.#late(this.office.process(action, payload, id), dice.between(1 * S, 100 * S));
      case 'failing':
        // Some errors come after the work is done.
        if (dice.chance(0.3)) this.office.process(action, payload, id);
        return 'error' as const;
      case 'mute':
        if (dice.chance(0.5)) this.office.process(action, payload, id);
        return 'silence' as const;
      case 'notReady': {
        const answer = this.office.process(action, payload, id);
        const status = dice.oneOf('Pending', 'Rejected');
        return action === 'BootNotification' ? { ...answer, status, interval: 120 } : answer;
      }
    }
  }

  /** A slow CSMS looks at its clock when it is done. */
  #late(answer: object, byMs: number): Late {
    if (!('currentTime' in answer)) return new Late(answer, byMs);
    const currentTime = new Date(this.clock.epochMs() + byMs).toISOString();
    return new Late({ ...answer, currentTime }, byMs);
  }

  #expectDriver(evseId: number): void {
    this.clock.after(this.#dice.between(10 * MIN, 5 * H), () => {
      if (!this.#quiet) this.#visit(evseId);
    });
  }

  /** Somebody comes, begins a session in one of many orders, and leaves in one of many ways. */
  #visit(evseId: number): void {
    this.counts.sessions++;
    const dice = this.#dice;
    const card = dice.oneOf('CARD-1', 'CARD-2', 'CARD-3', 'STRANGER');
    const plug = () => this.hardware.evse(evseId).pilot === 'A' && this.#plugIn(evseId);
    const swipe = () => this.#station?.swipe({ idToken: card, type: 'ISO14443' }, evseId);
    const remoteStart = () => this.#remoteStart(evseId);
    const steps = dice.oneOf(
      [plug, swipe],
      [swipe, plug],
      [plug, remoteStart],
      [remoteStart, plug],
    );
    let atMs = 0;
    const then = (delayMs: number, run: () => unknown) => {
      atMs += delayMs;
      this.clock.after(atMs, () => void run());
    };
    for (const step of steps) then(dice.between(0, 50 * S), step);
    if (dice.chance(0.15)) {
      const code = dice.oneOf('CX001', 'CX002', 'CX006', 'VENDOR');
      then(dice.between(1 * S, 30 * MIN), () => this.hardware.hands.fault(evseId, code));
      then(dice.between(1 * S, 30 * MIN), () => this.hardware.hands.clearFault(evseId));
    }
    if (dice.chance(0.2)) {
      then(dice.between(1 * S, 30 * MIN), () => this.#doze(evseId, 'B'));
      then(dice.between(1 * S, 30 * MIN), () => this.#doze(evseId, 'C'));
    }
    if (dice.chance(0.1)) {
      then(dice.between(1 * S, 30 * MIN), () => this.hardware.hands.plugOut(evseId));
      then(dice.between(1 * S, 2 * MIN), plug);
    }
    const stop = dice.oneOf(
      swipe,
      swipe,
      () => this.#remoteStop(evseId),
      () => this.#unlock(evseId),
      () => undefined,
    );
    then(dice.oneOf(dice.between(1 * MIN, 30 * MIN), dice.between(30 * MIN, 4 * H)), stop);
    then(dice.between(0, 20 * MIN), () => this.hardware.hands.plugOut(evseId));
    then(0, () => this.#expectDriver(evseId));
  }

  #plugIn(evseId: number): void {
    this.hardware.hands.plugIn(evseId, 1);
  }

  /** A vehicle that is charging takes a rest, or goes on. */
  #doze(evseId: number, to: 'B' | 'C'): void {
    const { pilot, offerA } = this.hardware.evse(evseId);
    const mayChange = to === 'B' ? pilot === 'C' : pilot === 'B' && offerA > 0;
    if (mayChange) this.hardware.setPilot(evseId, to);
  }

  #remoteStart(evseId: number): void {
    if (this.version === '1.6') {
      this.network.command('RemoteStartTransaction', { connectorId: evseId, idTag: 'REMOTE' });
    } else {
      this.network.command('RequestStartTransaction', {
        evseId,
        remoteStartId: this.counts.sessions,
        idToken: { idToken: 'REMOTE', type: 'Central' },
      });
    }
  }

  #remoteStop(evseId: number): void {
    const transactionId = this.office.openAt(evseId);
    if (transactionId === undefined) return;
    const action = this.version === '1.6' ? 'RemoteStopTransaction' : 'RequestStopTransaction';
    this.network.command(action, { transactionId });
  }

  #unlock(evseId: number): void {
    const place = this.version === '1.6' ? { connectorId: evseId } : { evseId, connectorId: 1 };
    this.network.command('UnlockConnector', place);
  }
}

const RESETS: Readonly<Record<Version, readonly [string, ...string[]]>> = {
  '1.6': ['Soft', 'Hard'],
  '2.0.1': ['Immediate', 'OnIdle'],
  '2.1': ['Immediate', 'OnIdle', 'ImmediateAndResume'],
};
