import { Command, CommanderError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { parseCount, parsePort, parseSeconds, parseSeed, parseSpeed } from './options.ts';
import { sentenceFor } from './sentences.ts';
import { addWorld } from './world/program.ts';

/** The user asked for something that cannot be done. */
const EXIT_USAGE = 2;
const EXIT_FAILED = 1;

/** A day on which vehicles come to stations of every version within a second. */
const DEMO_SEED = 1813;

const VERSION_NAMES = ['1.6', '2.0.1', '2.1'] as const;

/**
 * Runs the `northbound` command. Each subcommand loads its code only when it runs, so that a CSMS starts fast.
 * @returns the exit status
 */
export async function main(args: readonly string[]): Promise<number> {
  watchOutput();
  let status = 0;
  const program = createProgram((code) => {
    status = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    return fail(error);
  }
}

/** What a failed start has left open must not keep the process alive. */
function fail(error: unknown): never {
  const { sentence, isUsage } = sentenceFor(error);
  process.stderr.write(`northbound: ${sentence}\n`);
  process.exit(isUsage ? EXIT_USAGE : EXIT_FAILED);
}

/** `northbound explain log | head` closes our output early; that is no error. A full disk is. */
function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    fail(error);
  });
}

function createProgram(setStatus: (status: number) => void): Command {
  const program = new Command('northbound')
    .description(
      'The OCPP stack: charging stations, their management system and the wire between them.',
    )
    .version(manifest.version)
    .exitOverride();
  addDemo(program);
  addCsms(program);
  addStation(program);
  addFleet(program);
  addExplain(program, setStatus);
  addReplay(program, setStatus);
  addWorld(program, setStatus);
  pointAtHelp(program, 'northbound');
  return program;
}

/** Who made a mistake is told where the options of that command are, not those of all. */
function pointAtHelp(command: Command, name: string): void {
  command.showHelpAfterError(`(${name} --help tells more)`);
  for (const below of command.commands) pointAtHelp(below, `${name} ${below.name()}`);
}

/** Each leniency that is used is noted on its frame. */
function toleranceOption(byDefault: 'all' | 'none') {
  return new Option('--tolerance <what>', 'what is forgiven in messages that break their schema')
    .choices(['all', 'none'])
    .default(byDefault);
}

function addDemo(program: Command): void {
  program
    .command('demo')
    .description('a CSMS with its console, and a small fleet of stations that charge vehicles')
    .addOption(portOption(8080))
    .option(
      '--stations <n>',
      'stations of each version',
      (text) => parseCount('--stations', text, 100),
      2,
    )
    .option('--seed <n>', 'what the drivers do: the same seed, the same day', parseSeed, DEMO_SEED)
    .option('--fresh', 'forget what earlier demos stored')
    .option('--data <folder>', 'where to store (default: data/ in the root of the repository)')
    .addOption(toleranceOption('all'))
    .action(async (options) => {
      const { demoCommand } = await import('./commands/demo.ts');
      await demoCommand(options);
    });
}

function addCsms(program: Command): void {
  const csms = program
    .command('csms')
    .description('the charging station management system')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(portOption(8080))
    .option('--database <file>', 'where everything is stored', 'northbound.db')
    .addOption(
      new Option(
        '--admission <policy>',
        'which stations may connect: those that were registered, or any',
      )
        .choices(['known', 'open'])
        .default('known'),
    )
    .addOption(
      new Option(
        '--registration <policy>',
        'what a new station gets: accepted at once, when it is read and set, or when an operator says so',
      )
        .choices(['accept', 'configure', 'approve'])
        .default('accept'),
    )
    .option('--no-device-models', 'do not ask new stations for their device models')
    .addOption(toleranceOption('none'))
    .option('--no-console', 'do not serve the web page')
    .option('--files <folder>', 'where firmware and logs are kept (default: beside the database)')
    .option('--public-url <url>', 'how stations reach this CSMS, for the links that it sends them')
    .option('--tls-cert <file>', 'certificate chain, as PEM: with it the port speaks wss and https')
    .option('--tls-key <file>', 'private key of the certificate, as PEM')
    .option('--client-ca <file>', 'authorities whose certificates stations may show, as PEM')
    .option(
      '--trust-proxy <addresses...>',
      'reverse proxies (addresses or networks) whose X-Forwarded-For is believed',
    )
    .action(async (options) => {
      const { csmsCommand } = await import('./commands/csms.ts');
      await csmsCommand(options);
    });
  addStore(csms);
}

/** What is done with the data file of a CSMS. */
function addStore(csms: Command): void {
  csms
    .command('backup')
    .description('copies the data of a CSMS with its files, also while it runs')
    .requiredOption('--to <folder>', 'where the copy goes')
    .option('--database <file>', 'what is copied', 'northbound.db')
    .option('--files <folder>', 'where its files are (default: beside the database)')
    .action(async (_options, command: Command) => {
      const { backupCommand } = await import('./commands/csms-store.ts');
      await backupCommand(command.optsWithGlobals());
    });
  csms
    .command('restore')
    .description('puts a backup in the place of what a CSMS has, and keeps what was there')
    .requiredOption('--from <folder>', 'the backup')
    .option('--database <file>', 'what is replaced', 'northbound.db')
    .option('--files <folder>', 'where its files are (default: beside the database)')
    .action(async (_options, command: Command) => {
      const { restoreCommand } = await import('./commands/csms-store.ts');
      await restoreCommand(command.optsWithGlobals());
    });
}

function addStation(program: Command): void {
  program
    .command('station')
    .description('one charging station, driven by keys, by lines, or by another program')
    .argument('[url]', 'endpoint of the CSMS, such as ws://127.0.0.1:8080/ocpp')
    .option('--id <identity>', 'identity of the station')
    .addOption(
      new Option('--ocpp <version>', 'version to speak').choices(VERSION_NAMES).default('2.1'),
    )
    .option('--password <password>', 'password for HTTP Basic authentication')
    .option('--ca <file>', 'for wss: the root that vouches for the CSMS, PEM')
    .option('--cert <file>', 'security profile 3: its certificate, PEM')
    .option('--key <file>', 'the private key of its certificate, PEM')
    .option('--evses <n>', 'number of EVSEs', (text) => parseCount('--evses', text, 64), 1)
    .option('--flash <file>', 'the file that is its flash: what it remembers over a power cut')
    .option(
      '--watchdog <seconds>',
      'with --flash: how long the process may hang before it is killed; 0 for ever (default: 60)',
      parseSeconds,
    )
    .option('--token <idToken>', 'what the key s holds to the reader', '04A1B2C3D4E501')
    .option('--json', 'a control channel: commands and events as JSON, one a line')
    .action(async (url, options) => {
      const { stationCommand } = await import('./commands/station.ts');
      await stationCommand(url, options);
    });
}

function addFleet(program: Command): void {
  program
    .command('fleet')
    .description('many charging stations with drivers and vehicles, to load a CSMS')
    .argument('<url>', 'endpoint of the CSMS, such as ws://127.0.0.1:8080/ocpp')
    .option('--count <n>', 'stations', (text) => parseCount('--count', text, 20_000), 10)
    .addOption(
      new Option('--ocpp <version>', 'version to speak').choices(VERSION_NAMES).default('2.1'),
    )
    .option('--ramp <seconds>', 'over which they are switched on: 10 or 10s', parseSeconds, 10)
    .option('--prefix <text>', 'what their identities begin with', 'FLEET-')
    .option('--seed <n>', 'what the drivers do', parseSeed, DEMO_SEED)
    .option('--speed <n>', 'how much faster batteries fill', parseSpeed, 20)
    .option('--password <password>', 'password for HTTP Basic authentication, the same for all')
    .action(async (url, options) => {
      const { fleetCommand } = await import('./commands/fleet.ts');
      await fleetCommand(url, options);
    });
}

function addExplain(program: Command, setStatus: (status: number) => void): void {
  program
    .command('explain')
    .description('say what the OCPP messages of a frame or a log mean, and what is wrong with them')
    .argument('[input]', 'a frame, a log file, or - for standard input')
    .addOption(
      new Option('--ocpp <version>', 'version of the messages (else inferred)').choices(
        VERSION_NAMES,
      ),
    )
    .option('--json', 'print one JSON object a line')
    .option('--no-color', 'print without colours')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing wrong, 1 findings, 2 input that cannot be used.',
    )
    .action(async (input, options) => {
      const { explainCommand } = await import('./commands/explain.ts');
      setStatus(await explainCommand(input, options));
    });
}

function addReplay(program: Command, setStatus: (status: number) => void): void {
  program
    .command('replay')
    .description('play a recorded station against a CSMS, and compare the answers')
    .argument('<session>', 'a file from GET /api/v1/stations/{id}/session')
    .argument('<url>', 'where the CSMS is, without the identity: ws://host:8080/ocpp')
    .option('--id <identity>', 'identity of the station (else as recorded)')
    .addOption(
      new Option('--ocpp <version>', 'version to speak (else as recorded)').choices(VERSION_NAMES),
    )
    .option('--password <text>', 'its password')
    .option('--ca <file>', 'for wss: the root that vouches for the CSMS, PEM')
    .addHelpText(
      'after',
      '\nExit status: 0 everything is answered as it was, 1 something is not, 2 it cannot be played.',
    )
    .action(async (session, url, options) => {
      const { replayCommand } = await import('./commands/replay.ts');
      setStatus(await replayCommand(session, url, options));
    });
}

function portOption(port: number): Option {
  return new Option('--port <n>', 'port to listen on, 0 for any free one')
    .argParser(parsePort)
    .default(port);
}
