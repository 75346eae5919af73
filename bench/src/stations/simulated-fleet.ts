import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation, type Station, type Storage } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import { EVSES, stationConfig } from './config.ts';
import { ScriptedCsms } from './scripted-csms.ts';

/** From one power-up to the next: little, or those that are on spend more than those that boot. */
const BOOT_STAGGER_MS = 1;
/** From one driver to the next, so that not all sample at the same moment. */
const DRIVER_STAGGER_MS = 100;
const SETTLING_MS = 5000;
const PLUG_TO_CARD_MS = 3000;

/** Stations with their hardware in virtual time, and a CSMS that agrees with everything. */
export class SimulatedFleet {
  readonly clock = new VirtualClock();
  readonly csms = new ScriptedCsms(this.clock);
  readonly stations: Station[] = [];

  /**
   * Switches on so many more stations and lets them boot.
   * @param storage RAM when absent
   * @throws Error when one was not accepted, or has something left to tell
   */
  async boot(stations: number, storage?: () => Storage): Promise<void> {
    const fresh = Array.from({ length: stations }, () => this.#create(storage?.()));
    for (const station of fresh) {
      await station.start();
      await this.clock.advance(BOOT_STAGGER_MS);
    }
    await this.clock.advance(SETTLING_MS);
    for (const station of fresh) {
      const { registration, queuedEvents } = station.state();
      if (registration !== 'Accepted' || queuedEvents > 0) throw new Error('a boot is not done');
    }
  }

  /**
   * A car comes to every station, with somebody who has a card.
   * @throws Error when one does not charge then
   */
  async beginCharging(): Promise<void> {
    for (const station of this.stations) {
      station.plugIn(1);
      await this.clock.advance(DRIVER_STAGGER_MS);
    }
    await this.clock.advance(PLUG_TO_CARD_MS);
    for (const station of this.stations) {
      station.swipe({ idToken: '04A1B2C3D4E501', type: 'ISO14443' }, 1);
      await this.clock.advance(DRIVER_STAGGER_MS);
    }
    await this.clock.advance(SETTLING_MS);
    for (const station of this.stations) {
      const { chargingState } = station.state().evses[0] ?? {};
      if (chargingState !== 'Charging') throw new Error(`a station is ${chargingState}`);
    }
  }

  /** The cars leave. */
  async endCharging(): Promise<void> {
    for (const station of this.stations) station.plugOut(1);
    await this.clock.advance(SETTLING_MS);
  }

  #create(storage: Storage | undefined): Station {
    const { clock, csms } = this;
    const index = this.stations.length;
    const station = createStation(stationConfig(`CS-${index}`, 'ws://csms.example/ocpp'), {
      clock,
      random: seededRandom(index),
      dialer: csms.dialer,
      hardware: simulatedHardware({ clock, evses: EVSES }),
      ...(storage !== undefined && { storage }),
    });
    this.stations.push(station);
    return station;
  }
}
