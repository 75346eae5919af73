/** The process behind `FleetProcess`: charging stations on flash files, with people. It ends when its parent does. */
import { systemClock } from '@northbound/rpc';
import { Dice, seededRandom } from '@northbound/rpc/testing';
import type { FleetOrder, FleetSetup, FleetSign } from './fleet-process.ts';
import { Journal } from './journal-file.ts';
import { SoakStation } from './soak-station.ts';

/** Between two counts of answers that are told. */
const TELL_MS = 20;

const [text] = process.argv.slice(2);
if (text === undefined) throw new Error('usage: fleet-main.ts <setup as JSON>');
const { url, folder, journal: journalFile, stations, seed }: FleetSetup = JSON.parse(text);

const say = (sign: FleetSign) => process.send?.(sign);
const journal = new Journal(journalFile, () => systemClock.epochMs());
let answers = 0;
const fleet = stations.map(
  ({ identity, version }, index) =>
    new SoakStation({
      identity,
      version,
      url,
      flash: `${folder}/${identity}.flash`,
      journal,
      dice: new Dice(seededRandom(seed + index)),
      answered: () => {
        answers += 1;
      },
    }),
);
setInterval(() => {
  if (answers === 0) return;
  say({ type: 'answers', count: answers });
  answers = 0;
}, TELL_MS);

process.on('disconnect', () => process.exit());
process.on('message', (order: FleetOrder) => {
  if (order === 'begin') for (const each of fleet) each.begin();
  else if (order === 'end') for (const each of fleet) each.end();
  else say({ type: 'states', states: fleet.map((each) => each.state()) });
});
await Promise.all(fleet.map((each) => each.start()));
say({ type: 'ready' });
