/**
 * `npm run mutations`: makes one deliberate bug after the other in a copy of the sources, and lives worlds until one
 * of their rules is broken. Exit status 1 when a bug survives, or cannot be made any more; 2 when
 * nobody knows what is asked for.
 */
import { parseArgs } from 'node:util';
import { MUTATIONS, type Mutation } from '../list.ts';
import { SourceCopy } from './copy.ts';
import { liveWorlds, type Outcome, ROOT, type Worlds } from './worlds.ts';

const WIDTHS = [32, 44, 6] as const;

const { chosen, worlds } = wished();

using copy = new SourceCopy(ROOT);
row('bug', 'caught by', 'seeds');
let survivors = 0;
for (const mutation of chosen) {
  const outcome = await judged(mutation);
  const isCaught = outcome.rule !== undefined && outcome.isBroken !== true;
  if (!isCaught) survivors += 1;
  row(mutation.id, said(outcome), String(outcome.lived));
}
process.stdout.write(`${chosen.length} bugs, ${chosen.length - survivors} caught\n`);
process.exitCode = survivors === 0 ? 0 : 1;

/** What the command line asks for; when that cannot be, the process ends with status 2. */
function wished(): { readonly chosen: readonly Mutation[]; readonly worlds: Worlds } {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        seeds: { type: 'string', default: '500' },
        from: { type: 'string', default: '1' },
        stations: { type: 'string', default: '0' },
        days: { type: 'string', default: '0' },
      },
    });
    const { only, from, seeds, stations, days } = values;
    return {
      chosen: only === undefined ? MUTATIONS : only.split(',').map(mutationOf),
      worlds: {
        from: wholeOf('from', from),
        seeds: wholeOf('seeds', seeds),
        stations: wholeOf('stations', stations),
        days: wholeOf('days', days),
      },
    };
  } catch (error) {
    process.stderr.write(`mutations: ${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

function mutationOf(name: string): Mutation {
  const mutation = MUTATIONS.find(({ id }) => id === name.trim());
  if (mutation !== undefined) return mutation;
  const known = MUTATIONS.map(({ id }) => id).join(', ');
  throw new RangeError(`There is no bug "${name}"; there are: ${known}.`);
}

function wholeOf(option: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new RangeError(`--${option} takes a whole number, not "${text}".`);
}

/** A rule that the same world breaks without the bug as well says nothing about it: then other seeds decide. */
async function judged(mutation: Mutation): Promise<Outcome> {
  let lived = 0;
  while (lived < worlds.seeds) {
    const left = { ...worlds, from: worlds.from + lived, seeds: worlds.seeds - lived };
    try {
      copy.mutate(mutation);
    } catch (error) {
      return {
        isBroken: true,
        what: error instanceof Error ? error.message : String(error),
        lived,
      };
    }
    const outcome = await liveWorlds(copy.root, left);
    copy.restore(mutation);
    lived += outcome.lived;
    if (outcome.seed === undefined || outcome.isBroken === true) return { ...outcome, lived };
    const sound = await liveWorlds(copy.root, { ...worlds, from: outcome.seed, seeds: 1 });
    if (sound.rule === undefined) return { ...outcome, lived };
    process.stderr.write(
      `seed ${outcome.seed} breaks ${sound.rule} without a bug: ${sound.what}\n`,
    );
  }
  return { lived };
}

function said({ rule, what = '', isBroken }: Outcome): string {
  if (isBroken === true) return `NOT MADE: ${what}`;
  return rule === undefined ? 'SURVIVES' : `${rule}: ${what}`;
}

function row(...cells: readonly [string, string, string]): void {
  const texts = cells.map((cell, index) => {
    const width = WIDTHS[index] ?? 0;
    return cell.replaceAll('\n', ' ').slice(0, width).padEnd(width);
  });
  process.stdout.write(`${texts.join('  ')}\n`);
}
