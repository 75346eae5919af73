/** Stations on real sockets, in a process of their own. */
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import { createStation, type Station } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';
import { EVSES, stationConfig } from './config.ts';

/** Stations that boot at once. */
const BOOTING_AT_ONCE = 50;
const LOOK_EVERY_MS = 10;

const stations: Station[] = [];

answerParent({ boot, shutDown });

/** Switches stations on; settles when all are accepted and have nothing left to tell. */
async function boot(settings: Settings): Promise<Numbers> {
  const count = numberSetting(settings, 'stations');
  const url = textSetting(settings, 'url');
  const prefix = textSetting(settings, 'prefix');
  let next = 0;
  const bootSome = async (): Promise<void> => {
    while (next < count) {
      const station = createIdleStation(`${prefix}${next++}`, url);
      stations.push(station);
      await station.start();
      await accepted(station);
    }
  };
  await Promise.all(Array.from({ length: BOOTING_AT_ONCE }, bootSome));
  return { stations: stations.length };
}

async function shutDown(): Promise<Numbers> {
  await Promise.all(stations.map((station) => station.stop()));
  return { stations: stations.splice(0).length };
}

function createIdleStation(identity: string, url: string): Station {
  return createStation(stationConfig(identity, url), {
    clock: systemClock,
    random: systemRandom,
    dialer: webSocketDialer(),
    hardware: simulatedHardware({ clock: systemClock, evses: EVSES }),
  });
}

/** Nobody listens to the stations, as in production; so they are asked now and then. */
async function accepted(station: Station): Promise<void> {
  while (station.state().registration !== 'Accepted' || station.state().queuedEvents > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
