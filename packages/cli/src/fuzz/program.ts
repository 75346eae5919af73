import { type Command, Option } from 'commander';
import { parseCount, parseSeed } from '../options.ts';
import type { FuzzJob } from './job.ts';

const WHATS: Readonly<Record<FuzzJob['what'], string>> = {
  frames: 'damaged messages to the CSMS, to the station and to explain',
  flash: 'damaged flash of used stations: mounted, read, booted',
  certificates: 'damaged certificates, chains and requests to what checks them',
};

const STATUS = '\nExit status: 0 nothing went wrong, 1 something did.';
const MOST = 1_000_000_000;

/** `northbound world fuzz …` */
export function addFuzz(world: Command, setStatus: (status: number) => void): void {
  const fuzz = world.command('fuzz').description('what nobody should ever send, by the million');
  for (const what of ['frames', 'flash', 'certificates'] as const) {
    fuzz
      .command(what)
      .description(WHATS[what])
      .option('--count <n>', 'how many', (text) => parseCount('--count', text, MOST), 100_000)
      .option('--seed <n>', 'the same seed, the same damage', parseSeed, 1)
      .addOption(
        new Option('--from <n>', 'the first case, to see one again')
          .argParser(parseSeed)
          .default(0),
      )
      .addHelpText('after', STATUS)
      .action(async (options) => {
        const { worldFuzzCommand } = await import('../commands/world-fuzz.ts');
        setStatus(await worldFuzzCommand({ what, ...options }));
      });
  }
}
