import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice, seededRandom } from '@northbound/rpc/testing';
import type { Violation } from '../../checkers/violation.ts';
import { drawPlan, type SoakFault, type SoakKind, soakFaultText, soakMomentText } from '../plan.ts';
import type { SoakObserver, SoakReport } from '../report.ts';
import { checkSoak } from './checks.ts';
import { CsmsSite } from './csms-site.ts';
import { FaultProxy } from './fault-proxy.ts';
import { checkLog } from './log-lines.ts';
import { Receiver } from './receiver.ts';
import { FLEETS, Surroundings } from './surroundings.ts';
import { Undertaker } from './undertaker.ts';

/** How long a fault waits for its answers: when nothing is answered any more, it strikes all the same. */
const MOMENT_TIMEOUT_MS = 8_000;
/** How long nothing may be answered, after everything has healed, while something still waits: two rounds of the ledger. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 5;

/** How much of what is done to real processes; the same seed plans the same. */
export interface SoakOptions {
  readonly seed: number;
  readonly kills: number;
  readonly kinds: readonly SoakKind[];
  /** Nothing strikes after so many minutes. */
  readonly minutes: number;
  /** Stations of each version in each of the two fleets. */
  readonly size: number;
  /** Runs `northbound`; its arguments follow. */
  readonly command: readonly string[];
}

/**
 * Runs a CSMS, fleets, an operator and a receiver of events as real processes on loopback, lets faults strike them as
 * the seed says, and compares the books with what everybody has written down. What it has started is gone when it
 * settles, and also when this process dies.
 */
export async function runSoak(
  options: SoakOptions,
  observer: SoakObserver = {},
): Promise<SoakReport> {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'northbound-soak-'));
  const { seed, kills, kinds } = options;
  const undertaker = new Undertaker();
  opened.defer(() => undertaker.close());
  const proxy = opened.use(await FaultProxy.listen(new Dice(seededRandom(seed + 3))));
  const receiver = opened.use(await Receiver.listen(new Dice(seededRandom(seed + 4))));
  const around = new Surroundings({
    folder,
    proxyPort: proxy.port,
    seed,
    size: options.size,
    undertaker,
  });
  opened.defer(() => around.close());
  const site = new CsmsSite({
    command: options.command,
    folder,
    undertaker,
    proxy,
    hasSmallDisk: kinds.includes('disk'),
    moved: (url) => {
      around.operator.url = url;
    },
  });
  opened.defer(() => site.close());
  const rounds = drawPlan(new Dice(seededRandom(seed)), { kills, fleets: FLEETS, kinds });
  const soak = new Soak({ site, proxy, around, receiver, observer, rounds, options });
  const report = await soak.run();
  if (report.violations.length > 0) return { ...report, folder };
  // The disk is a mount in the folder.
  await opened.disposeAsync();
  rmSync(folder, { recursive: true, force: true });
  return report;
}

class Soak {
  readonly #site: CsmsSite;
  readonly #proxy: FaultProxy;
  readonly #around: Surroundings;
  readonly #receiver: Receiver;
  readonly #observer: SoakObserver;
  readonly #rounds: readonly (readonly SoakFault[])[];
  readonly #options: SoakOptions;
  readonly #faults: Partial<Record<SoakFault['kind'], number>> = {};
  readonly #gapsMs: number[] = [];
  /** What ends the faults that last. */
  #healing: { readonly timer: NodeJS.Timeout; readonly heal: () => Promise<void> | void }[] = [];
  #struck = 0;

  constructor(parts: {
    readonly site: CsmsSite;
    readonly proxy: FaultProxy;
    readonly around: Surroundings;
    readonly receiver: Receiver;
    readonly observer: SoakObserver;
    readonly rounds: readonly (readonly SoakFault[])[];
    readonly options: SoakOptions;
  }) {
    this.#site = parts.site;
    this.#proxy = parts.proxy;
    this.#around = parts.around;
    this.#receiver = parts.receiver;
    this.#observer = parts.observer;
    this.#rounds = parts.rounds;
    this.#options = parts.options;
  }

  async run(): Promise<SoakReport> {
    const beganMs = performance.now();
    const { operator } = this.#around;
    await this.#site.start();
    operator.key = this.#site.adminKey;
    await operator.prepare(this.#around.tokens(), this.#receiver.url);
    await this.#around.start();
    if (this.#site.diskText !== undefined) this.#say(`The disk is ${this.#site.diskText}.`);
    let result = { violations: [] as readonly Violation[], evidence: [] as readonly string[] };
    let transactions = 0;
    let energyWh = 0;
    let done = 0;
    for (const round of this.#rounds) {
      const isOver = () => performance.now() - beganMs >= this.#options.minutes * 60_000;
      if (isOver() || result.violations.length > 0) break;
      if (done > 0) await this.#site.start();
      this.#around.begin();
      for (const fault of round) if (!isOver()) await this.#strike(fault, done);
      await this.#heal();
      const { states, isQuiet } = await this.#around.end(PATIENCE_MS);
      const told = await this.#around.told();
      await this.#site.stop();
      const { database } = this.#site;
      const checked = await checkSoak({
        database,
        around: this.#around,
        receiver: this.#receiver,
        states,
        told,
      });
      done += 1;
      transactions = checked.transactions;
      energyWh = this.#around.energyWh(states);
      const violations = [...this.#ownViolations(), ...checked.violations];
      if (!isQuiet) {
        const what = `${PATIENCE_MS / 1000} s without an answer, and something still waits`;
        violations.unshift({ rule: 'quiet', place: 'everybody', what });
      }
      result = { ...checked, violations };
      const state = result.violations.length === 0 ? 'no rule was broken' : 'a rule was broken';
      this.#say(
        `round ${done} of ${this.#rounds.length}: ${this.#site.kills} kills, ${this.#around.answers} answers, ` +
          `${transactions} transactions, ${((performance.now() - beganMs) / 1000).toFixed(0)} s: ${state}`,
      );
    }
    const { kills, killsAtStart, startsMs, databaseBytes } = this.#site;
    return {
      ...result,
      seed: this.#options.seed,
      rounds: done,
      kills,
      killsAtStart,
      faults: this.#faults,
      answers: this.#around.answers,
      transactions,
      energyWh,
      orders: this.#around.orders.count,
      webhookEvents: this.#receiver.events,
      webhookRepetitions: this.#receiver.repeated,
      startsMs: startsMs.toSorted((a, b) => a - b),
      gapsMs: this.#gapsMs.toSorted((a, b) => a - b),
      databaseBytes,
      folder: undefined,
    };
  }

  /** What the processes themselves did wrong. */
  #ownViolations(): Violation[] {
    const { kinds } = this.#options;
    const isStoreBroken = kinds.includes('disk') || kinds.includes('lock');
    return [...this.#site.violations, ...checkLog(this.#site.logLines(), isStoreBroken)];
  }

  async #strike(fault: SoakFault, round: number): Promise<void> {
    const total = this.#rounds.reduce((sum, faults) => sum + faults.length, 0);
    const text = soakFaultText(fault);
    this.#observer.progress?.(this.#struck / total, `round ${round + 1}: ${text}`);
    await this.#answered(fault.afterAnswers, MOMENT_TIMEOUT_MS);
    await sleep(fault.plusMs);
    this.#struck += 1;
    this.#faults[fault.kind] = (this.#faults[fault.kind] ?? 0) + 1;
    this.#say(`  ${soakMomentText(fault)}: ${text}`);
    switch (fault.kind) {
      case 'kill':
      case 'killTwice': {
        const beganMs = performance.now();
        const { answers } = this.#around;
        await this.#site.kill(fault.kind === 'killTwice' ? fault.afterStartMs : undefined);
        void this.#measureGap(beganMs, answers);
        return;
      }
      case 'hang':
        this.#site.hang();
        this.#after(fault.forMs, () => this.#site.goOn());
        return;
      case 'fleetKilled': {
        const fleet = this.#around.fleets[fault.fleet];
        // It may be stopped, or down already.
        if (fleet?.isUp !== true) return;
        await fleet.kill();
        this.#after(fault.forMs, async () => {
          await fleet.start();
          fleet.tell('begin');
        });
        return;
      }
      case 'fleetHangs': {
        const fleet = this.#around.fleets[fault.fleet];
        fleet?.signal('SIGSTOP');
        this.#after(fault.forMs, () => fleet?.signal('SIGCONT'));
        return;
      }
      case 'link':
        this.#proxy.strike(fault.how, fault.part);
        this.#after(fault.forMs, () => this.#proxy.heal());
        return;
      case 'disk':
        this.#site.fillDisk();
        this.#after(fault.forMs, () => this.#site.freeDisk());
        return;
      case 'lock':
        this.#site.lock();
        this.#after(fault.forMs, () => this.#site.unlock());
    }
  }

  #after(delayMs: number, heal: () => Promise<void> | void): void {
    const timer = setTimeout(() => {
      this.#healing = this.#healing.filter((each) => each.timer !== timer);
      void heal();
    }, delayMs);
    this.#healing.push({ timer, heal });
  }

  /** Everything that still lasts ends now. */
  async #heal(): Promise<void> {
    for (const { timer, heal } of this.#healing.splice(0)) {
      clearTimeout(timer);
      await heal();
    }
  }

  /** Until so many more messages are answered, or the time is over. */
  async #answered(count: number, timeoutMs: number): Promise<void> {
    const wanted = this.#around.answers + count;
    const untilMs = performance.now() + timeoutMs;
    while (this.#around.answers < wanted && performance.now() < untilMs) await sleep(LOOK_MS);
  }

  async #measureGap(beganMs: number, answers: number): Promise<void> {
    const { kills } = this.#site;
    while (this.#around.answers <= answers) {
      await sleep(LOOK_MS);
      // Killed once more before it could answer.
      if (this.#site.kills !== kills) return;
    }
    this.#gapsMs.push(performance.now() - beganMs);
  }

  #say(line: string): void {
    this.#observer.said?.(line);
  }
}
