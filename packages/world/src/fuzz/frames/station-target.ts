import type { Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import {
  createStation,
  memoryFirmwareBank,
  memoryStorage,
  type Station,
} from '@northbound/station';
import { PROTOCOLS } from '../../protocols.ts';
import { type SimulatedHardware, simulatedHardware } from '../../vehicle/hardware.ts';
import { Draw } from '../draw.ts';
import { EVSES } from '../evses.ts';
import { described } from '../observer.ts';
import { AnswerSource } from './answer-source.ts';
import type { FrameCase } from './case.ts';
import { Conversation } from './conversation.ts';
import type { Corpus } from './corpus.ts';
import { CsmsEnd } from './csms-end.ts';
import { slowFiles, trustingCertificates } from './station-ports.ts';
import type { FrameTarget, FrameTargets } from './target.ts';

const MAKE = { vendor: 'Fuzz', model: 'Fuzz' } as const;

/** Longer than a reset, a transfer of a file and all its repetitions take. */
const PATIENCE_MS = 60_000;
const LONGEST_MS = 1_800_000;

/**
 * With what a station may refuse a command that its schema lets through: a block that it lacks, more or larger items
 * than it takes (B05.FR.12), a value that it cannot use (1.6 edition 2, 5.16), a command that comes at the wrong time.
 */
const DOMAIN_CODES: readonly string[] = [
  'NotSupported',
  'OccurrenceConstraintViolation',
  'PropertyConstraintViolation',
  'FormatViolation',
];

export const stationTargets: FrameTargets = {
  name: 'station',
  role: 'ChargingStation',
  start: async () => new StationTarget(),
};

/** The station as it is in production, with its ports simulated; the CSMS is texts. */
class StationTarget implements FrameTarget {
  async play(frameCase: FrameCase, corpus: Corpus): Promise<readonly string[]> {
    const session = new StationSession(frameCase, corpus);
    try {
      return await session.play();
    } finally {
      await session.end();
    }
  }

  async end(): Promise<void> {}
}

class StationSession {
  readonly #case: FrameCase;
  readonly #clock = new VirtualClock();
  readonly #conversation: Conversation;
  readonly #hardware: SimulatedHardware;
  readonly #station: Station;
  readonly #end: CsmsEnd;
  readonly #draw: Draw;

  constructor(frameCase: FrameCase, corpus: Corpus) {
    const { version, seed } = frameCase;
    const clock = this.#clock;
    const evses = EVSES;
    this.#case = frameCase;
    this.#draw = new Draw(seededRandom(seed + 2));
    this.#conversation = new Conversation(PROTOCOLS[version], 'ChargingStation', DOMAIN_CODES);
    const answers = new AnswerSource(corpus, new Draw(seededRandom(seed + 1)));
    this.#end = new CsmsEnd(clock, version, this.#conversation, answers);
    this.#hardware = simulatedHardware({ clock, evses });
    this.#station = createStation(
      {
        ...MAKE,
        identity: 'FUZZ-1',
        url: 'ws://csms/ocpp',
        versions: [version],
        evses,
        serialNumber: 'FUZZ-1',
        variables: {
          'OCPPCommCtrlr.RetryBackOffWaitMinimum': '1',
          'OCPPCommCtrlr.RetryBackOffRandomRange': '0',
        },
      },
      {
        clock,
        random: seededRandom(seed),
        dialer: this.#end.dialer,
        hardware: this.#hardware,
        storage: memoryStorage(),
        files: slowFiles(clock),
        firmware: memoryFirmwareBank(MAKE),
        certificates: trustingCertificates,
      },
    );
  }

  async play(): Promise<readonly string[]> {
    const { complaints } = this.#conversation;
    this.#station.subscribe((event) => {
      if (event.type !== 'report' || event.report.kind !== 'handlerFailed') return;
      const { error } = event.report;
      complaints.push(described(error));
    });
    await this.#station.start();
    await this.#reconnected();
    for (const step of this.#case.steps) {
      switch (step.do) {
        case 'frame':
          // What comes before a boot is accepted, the standard lets a station refuse or ignore.
          if (this.#isReady) this.#end.say(step.text);
          break;
        case 'ask':
          this.#somebodyComes();
          break;
        case 'wait':
          await this.#clock.advance(step.ms);
          this.#conversation.settle();
          if (!this.#isReady) await this.#reconnected();
          break;
        case 'reconnect':
          this.#end.drop();
          await this.#reconnected();
      }
      if (complaints.length > 0) return complaints;
    }
    for (let waitedMs = 0; !this.#conversation.isSettled && waitedMs < LONGEST_MS; ) {
      await this.#clock.advance(PATIENCE_MS);
      waitedMs += PATIENCE_MS;
      this.#conversation.settle();
    }
    this.#conversation.end();
    if (complaints.length === 0) await this.#stillWorks();
    return complaints;
  }

  async end(): Promise<void> {
    this.#station.powerCut();
    await this.#clock.settle();
  }

  get #isReady(): boolean {
    return this.#end.isOpen && this.#station.state().registration === 'Accepted';
  }

  /** Whatever the CSMS has told it, a station comes back. */
  async #reconnected(): Promise<void> {
    for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += 1_000) {
      await this.#clock.advance(1_000);
      this.#conversation.settle();
      if (this.#isReady) return;
    }
    this.#conversation.complaints.push('the ChargingStation does not connect and boot any more');
  }

  #somebodyComes(): void {
    const evseId = 1 + this.#draw.below(2);
    switch (this.#draw.below(6)) {
      case 0:
      case 1:
        if (this.#hardware.vehicleAt(evseId) === undefined) this.#station.plugIn(evseId);
        return;
      case 2:
        if (this.#hardware.vehicleAt(evseId) !== undefined) this.#station.plugOut(evseId);
        return;
      case 3:
      case 4:
        if (this.#station.state().on) this.#station.swipe(CARD, evseId);
        return;
      case 5:
        this.#station.fault(evseId, 'CX010');
        this.#station.clearFault(evseId);
    }
  }

  /** After all that was wrong it answers what is right; a reset that it still owes may come in between. */
  async #stillWorks(): Promise<void> {
    const { accepted, complaints } = this.#conversation;
    const before = accepted.length;
    for (let attempt = 1; attempt <= 3 && complaints.length === 0; attempt++) {
      if (!this.#isReady) await this.#reconnected();
      await this.#clock.advance(1_000);
      this.#end.say(JSON.stringify([2, `still-${attempt}`, ...QUESTIONS[this.#case.version]]));
      await this.#clock.advance(2_000);
      this.#conversation.end();
      if (accepted.length > before) return;
    }
    if (complaints.length === 0) {
      complaints.push('the ChargingStation does not work as before any more');
    }
  }
}

const CARD = { idToken: 'CARD-1', type: 'ISO14443' };

const READ_2: [string, object] = [
  'GetVariables',
  {
    getVariableData: [
      { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } },
    ],
  },
];

const QUESTIONS: Readonly<Record<Version, [string, object]>> = {
  '1.6': ['GetConfiguration', { key: ['HeartbeatInterval'] }],
  '2.0.1': READ_2,
  '2.1': READ_2,
};
