import type { Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation, type Station, type StationConfig } from '@northbound/station';
import { type FlashGeometry, flashStorage, MemoryFlash } from '@northbound/station/nvm';
import { SMALL_SIZES } from '@northbound/station/testing-flash';
import { type SimulatedHardware, simulatedHardware } from '../../vehicle/hardware.ts';
import { Draw } from '../draw.ts';
import { EVSES } from '../evses.ts';
import { GoodCsms } from './good-csms.ts';
import { Truth } from './truth.ts';

export const GEOMETRY: FlashGeometry = { sectorBytes: 1024, sectorCount: 48, programBytes: 8 };
export const SIZES = SMALL_SIZES;

const MIN_MS = 60_000;

export function configOf(version: Version): StationConfig {
  return {
    identity: 'FLASH-1',
    url: 'ws://csms/ocpp',
    versions: [version],
    vendor: 'Fuzz',
    model: 'Fuzz',
    evses: EVSES,
    variables: {
      'OCPPCommCtrlr.RetryBackOffWaitMinimum': '1',
      'OCPPCommCtrlr.RetryBackOffRandomRange': '0',
      'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '5',
      'SampledDataCtrlr.TxUpdatedInterval': '60',
      'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
    },
  };
}

/** What was on a station's flash at a moment, and what it had done until then. */
export interface UsedImage {
  readonly version: Version;
  readonly image: Uint8Array;
  /** Of the whole life, also of what came later: an image is made of sectors of several moments. */
  readonly truth: Truth;
  /** What the meters show at the end of that life, Wh. */
  readonly registersWh: readonly number[];
}

/**
 * Lives some days of a station with people, outages and power cuts, and takes an image of its flash now and then.
 */
export async function usedImages(
  version: Version,
  moments: number,
  seed: number,
): Promise<readonly UsedImage[]> {
  const life = new Life(version, seed);
  const images: Uint8Array[] = [];
  for (let number = 0; number < moments; number++) {
    await life.goOn();
    images.push(life.image());
  }
  const { truth, registersWh } = life;
  await life.end();
  return images.map((image) => ({ version, image, truth, registersWh }));
}

class Life {
  readonly #version: Version;
  readonly #clock = new VirtualClock();
  readonly #draw: Draw;
  readonly #hardware: SimulatedHardware;
  readonly #csms: GoodCsms;
  readonly truth = new Truth();
  #flash = new MemoryFlash(GEOMETRY);
  #station: Station;

  constructor(version: Version, seed: number) {
    this.#version = version;
    this.#draw = new Draw(seededRandom(seed));
    this.#hardware = simulatedHardware({ clock: this.#clock, evses: EVSES });
    this.#csms = new GoodCsms(this.#clock, version);
    this.#station = this.#boot();
  }

  /** A while passes in which something happens. */
  async goOn(): Promise<void> {
    const evseId = 1 + this.#draw.below(2);
    const isThere = this.#hardware.vehicleAt(evseId) !== undefined;
    switch (this.#draw.below(8)) {
      case 0:
        this.#csms.line.isReachable = !this.#csms.line.isReachable;
        break;
      case 1:
        this.#station.powerCut();
        this.#flash = new MemoryFlash(GEOMETRY, this.#flash.image());
        await this.#clock.advance(MIN_MS);
        this.#station = this.#boot();
        break;
      case 2:
        this.#csms.ask(this.#draw);
        break;
      default:
        if (isThere) this.#station.plugOut(evseId);
        else this.#station.plugIn(evseId);
        await this.#clock.advance(5_000);
        if (!isThere) this.#station.swipe({ idToken: 'CARD-1', type: 'ISO14443' }, evseId);
    }
    await this.#clock.advance((1 + this.#draw.below(20)) * MIN_MS);
  }

  image(): Uint8Array {
    return this.#flash.image();
  }

  get registersWh(): readonly number[] {
    return EVSES.map((_, index) => this.#hardware.readMeter(index + 1).registerWh);
  }

  async end(): Promise<void> {
    this.#station.powerCut();
    await this.#clock.settle();
  }

  #boot(): Station {
    const station = createStation(configOf(this.#version), {
      clock: this.#clock,
      random: seededRandom(this.#draw.below(1_000_000)),
      dialer: this.#csms.line.dialer,
      hardware: this.#hardware,
      storage: this.truth.watch(flashStorage(this.#flash, { sizes: SIZES })),
    });
    void station.start();
    return station;
  }
}
