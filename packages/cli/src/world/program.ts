import { type Command, Option } from 'commander';
import { addFuzz } from '../fuzz/program.ts';
import { parseCount, parseSeed } from '../options.ts';

/** `northbound world`: everything at once, simulated or in real processes. */
export function addWorld(program: Command, setStatus: (status: number) => void): void {
  const world = program
    .command('world')
    .description('stations, a CSMS, people and everything that goes wrong, on virtual time');
  const stations = new Option('--stations <n>', 'stations (else as the seed wants it)').argParser(
    (text) => parseCount('--stations', text, 100),
  );
  const days = new Option('--days <n>', 'days (else as the seed wants it)').argParser((text) =>
    parseCount('--days', text, 365),
  );
  const faults = new Option('--faults <kinds>', 'only these faults, with commas; or none');
  const status = '\nExit status: 0 no rule was broken, 1 one was, 2 it cannot be played';
  world
    .command('run')
    .description('live one world, check it, and tell the shortest story of a failure')
    .requiredOption('--seed <n>', 'the same seed, the same world, byte for byte', parseSeed)
    .addOption(stations)
    .addOption(days)
    .addOption(faults)
    .option('--html <file>', 'the story of a failure goes there, as a page')
    .addHelpText('after', `${status}.`)
    .action(async (options) => {
      const { worldRunCommand } = await import('../commands/world.ts');
      setStatus(await worldRunCommand(options));
    });
  world
    .command('explore')
    .description('live many worlds on all cores, and list the seeds that broke a rule')
    .requiredOption('--seeds <n>', 'how many', (text) => parseCount('--seeds', text, 1_000_000))
    .option('--from <n>', 'the first seed', parseSeed, 1)
    .addOption(stations)
    .addOption(days)
    .addOption(faults)
    .addHelpText('after', `${status}, 130 it was stopped before its last seed.`)
    .action(async (options) => {
      const { worldExploreCommand } = await import('../commands/world.ts');
      setStatus(await worldExploreCommand(options));
    });
  addCrash(world, setStatus);
  addFuzz(world, setStatus);
}

/** Real processes in place of a simulation. */
function addCrash(world: Command, setStatus: (status: number) => void): void {
  world
    .command('crash')
    .description(
      'kill a real CSMS again and again while real stations load it, and check the books',
    )
    .option('--kills <n>', 'how often', (text) => parseCount('--kills', text, 100_000), 25)
    .option('--seed <n>', 'when what strikes', parseSeed, 1)
    .option(
      '--minutes <n>',
      'nothing strikes later',
      (text) => parseCount('--minutes', text, 10_000),
      60,
    )
    .option(
      '--size <n>',
      'stations of each version in each of the two fleets',
      (text) => parseCount('--size', text, 100),
      5,
    )
    .option(
      '--faults <kinds>',
      'which, with commas: kill, hang, fleet, link, lock, disk (then the CSMS lives on a small disk)',
      'kill,hang,fleet,link,lock',
    )
    .addHelpText('after', '\nExit status: 0 no rule was broken, 1 one was, 2 it cannot be played.')
    .action(async (options) => {
      const { worldCrashCommand } = await import('../commands/world-crash.ts');
      setStatus(await worldCrashCommand(options));
    });
}
