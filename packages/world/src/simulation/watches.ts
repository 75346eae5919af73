import type { Clock } from '@northbound/rpc';
import type { StationEvent } from '@northbound/station';
import { AnswerWatch } from '../checkers/answer-watch.ts';
import { checkBounds, checkBuffered } from '../checkers/bounds.ts';
import { CertificateWatch } from '../checkers/certificate-watch.ts';
import { type AskedFor, CommandWatch } from '../checkers/command-watch.ts';
import { IntervalWatch } from '../checkers/interval-watch.ts';
import type { KnownLimit } from '../checkers/known-limit.ts';
import type { OfferLimit } from '../checkers/offer-limit.ts';
import { OutputWatch } from '../checkers/output-watch.ts';
import { RefusalWatch } from '../checkers/refusal-watch.ts';
import { ReservationWatch } from '../checkers/reservation-watch.ts';
import type { Violation } from '../checkers/violation.ts';
import { WelcomeWatch } from '../checkers/welcome-watch.ts';
import { WireWatch } from '../checkers/wire-watch.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import type { SimulatedNetwork } from '../network/network.ts';
import type { Observer } from './story.ts';

/** Between two looks at what is not seen when it happens. */
const LOOK_MS = 600_000;

/** Everything that is looked at while a world lives. */
export class Watches {
  readonly wire = new WireWatch((identity) =>
    this.#stations.some((machine) => machine.identity === identity && machine.isRotten),
  );
  readonly reservations = new ReservationWatch();
  readonly #commands = new CommandWatch();
  readonly #answers = new AnswerWatch();
  readonly #outputs = new OutputWatch();
  readonly #refusals = new RefusalWatch();
  readonly #welcomes = new WelcomeWatch();
  readonly #intervals = new IntervalWatch();
  readonly #certificates = new CertificateWatch();
  #stations: readonly StationMachine[] = [];
  readonly #clock: Clock;
  readonly #network: SimulatedNetwork;
  readonly #found = new Map<string, Violation>();

  /** @param observer told of each text on a wire */
  constructor(clock: Clock, network: SimulatedNetwork, observer: Observer) {
    this.#clock = clock;
    this.#network = network;
    const answers = this.#answers;
    network.tap = (identity, from, text) => {
      const atMs = clock.monotonicMs();
      this.wire.sent(identity, from, text);
      if (from === 'station') this.wire.waits(identity, text, atMs);
      else this.#commands.sent(identity, text, atMs);
      observer.frame?.({ atMs, identity, from, text });
    };
    network.watch = {
      sent: (identity, wire, by, text) => {
        answers.sent(identity, wire, by, text, clock.monotonicMs());
        if (by === 'station') this.#certificates.sent(identity, text);
      },
      opened: (identity, certificate) => this.#certificates.opened(identity, certificate),
      taken: (identity, wire, by, text) => {
        const atMs = clock.monotonicMs();
        answers.taken(identity, wire, by, text, atMs);
        if (by === 'station') {
          this.#welcomes.taken(identity, text);
          this.#certificates.taken(identity, text);
          this.#tellRefusal(identity, text, atMs);
        }
        observer.arrived?.({ atMs, identity, from: by === 'csms' ? 'station' : 'csms', text });
      },
    };
  }

  /** Looks now and then. @param intervalS the longest that a station's TxUpdatedInterval may be */
  begin(stations: readonly StationMachine[], intervalS: (machine: StationMachine) => number): void {
    this.#stations = stations;
    for (const machine of stations) {
      this.#look(machine);
      this.#intervals.look(machine, intervalS(machine), this.#clock.monotonicMs());
    }
    this.#answers.look(this.#clock.monotonicMs());
    this.#clock.after(LOOK_MS, () => this.begin(stations, intervalS));
  }

  /** A station tells something of itself. */
  told(machine: StationMachine, event: StationEvent, intervalS: number): void {
    this.#welcomes.told(machine, event, this.#clock.monotonicMs());
    this.reservations.told(machine, event, this.#clock.monotonicMs());
    if (event.type === 'power') {
      this.#intervals.forget(machine);
    } else if (event.type === 'authorization' && event.result === 'authorized') {
      this.#refusals.authorized(machine, event.evseId);
    } else if (event.type === 'transaction') {
      const { transactionInfo, eventType } = event.event;
      const { transactionId } = transactionInfo;
      const nowMs = this.#clock.monotonicMs();
      this.#refusals.event(machine, event.evseId, transactionId, nowMs);
      this.#intervals.heard(machine, event.evseId, eventType, intervalS, nowMs);
    }
  }

  /** The store of the CSMS is slow, or refuses, for that long: its answers may be late. */
  excuse(forMs: number): void {
    this.#answers.excuse(this.#clock.monotonicMs() + forMs);
  }

  /** The store of the CSMS refuses, for that long. */
  excuseErrors(forMs: number): void {
    this.#answers.excuseErrors(this.#clock.monotonicMs() + forMs);
  }

  /** Somebody asks for a command, which may wait so long for its station. */
  asked(identity: string, what: AskedFor, forMs: number): void {
    this.#commands.asked(identity, what, this.#clock.monotonicMs(), forMs);
  }

  /** Contactors, offers or limits of a station have changed. */
  outputs(
    machine: StationMachine,
    limits: readonly OfferLimit[],
    ofStation: readonly KnownLimit[],
  ): void {
    this.#outputs.look(machine, limits, ofStation, this.#clock.monotonicMs());
  }

  /** What there is to see when everything is quiet. */
  atTheEnd(): readonly Violation[] {
    return this.#certificates.check(this.#stations.filter(({ isAbsent }) => !isAbsent));
  }

  /** What was seen, each once. */
  get violations(): readonly Violation[] {
    const { wire } = this;
    return [
      ...wire.violations,
      ...this.#commands.violations,
      ...this.#answers.violations,
      ...this.#outputs.violations,
      ...this.#refusals.violations,
      ...this.#welcomes.violations,
      ...this.reservations.violations,
      ...this.#intervals.violations,
      ...this.#found.values(),
    ];
  }

  #tellRefusal(identity: string, text: string, nowMs: number): void {
    const refused = this.wire.refusedBy(identity, text, nowMs);
    const machine = this.#stations.find((one) => one.identity === identity);
    if (refused === undefined || machine === undefined) return;
    this.#refusals.answered(machine, refused);
  }

  #look(machine: StationMachine): void {
    this.#refusals.look(machine, this.#clock.monotonicMs());
    const { identity, lateTasks } = machine;
    const status = machine.storageStatus();
    const found = [
      ...(status === undefined ? [] : checkBounds(identity, status)),
      ...checkBuffered(identity, this.#network.mostWaitingBytes(identity)),
      ...lateTasks.map((task) => ({ rule: 'late', place: identity, what: `is stuck in ${task}` })),
    ];
    for (const violation of found) {
      this.#found.set(`${violation.rule} ${violation.place}`, violation);
    }
  }
}
