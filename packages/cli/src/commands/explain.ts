import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import type { Version } from '@northbound/protocol';
import { loadProtocols } from '../explain/protocols.ts';
import { jsonRenderer, textRenderer } from '../explain/render.ts';
import {
  explainFile,
  explainStream,
  explainText,
  type RunOptions,
  type RunResult,
} from '../explain/run.ts';
import { textOf } from '../log-text.ts';
import { UsageError } from '../usage-error.ts';

const CHUNK_BYTES = 256 * 1024;

export interface ExplainOptions {
  readonly ocpp?: Version;
  readonly json?: boolean;
  /** commander's name of `--no-color`. */
  readonly color: boolean;
}

/** @returns the exit status: 0 nothing wrong, 1 findings. @throws UsageError for input that cannot be used */
export async function explainCommand(
  input: string | undefined,
  options: ExplainOptions,
): Promise<0 | 1> {
  const versions = options.ocpp === undefined ? undefined : [options.ocpp];
  const isText = options.json !== true;
  const runOptions: RunOptions = {
    protocols: await loadProtocols(versions),
    renderer: isText ? textRenderer(wantsColour(options)) : jsonRenderer,
    write: toStdout,
    ...(options.ocpp && { version: options.ocpp }),
  };
  const result = await explainInput(input, runOptions);
  if (result.frames === 0) {
    throw new UsageError(
      result.sawText ? 'There is no OCPP frame in this input.' : 'The input is empty.',
    );
  }
  return result.errors + result.warnings > 0 ? 1 : 0;
}

function wantsColour({ color }: ExplainOptions): boolean {
  const noColour = process.env.NO_COLOR;
  return color && process.stdout.isTTY && (noColour === undefined || noColour === '');
}

function explainInput(input: string | undefined, options: RunOptions): Promise<RunResult> {
  if (input === undefined || input === '-') {
    if (process.stdin.isTTY) {
      throw new UsageError('Give a frame or a log file as argument, or a log on standard input.');
    }
    return explainStream(textOf(process.stdin), options);
  }
  const file = statSync(input.slice(0, 4096), { throwIfNoEntry: false });
  if (file?.isDirectory() === true) throw new UsageError(`${input} is a directory.`);
  if (file?.isFile() === true) {
    return explainFile(
      () => textOf(createReadStream(input, { highWaterMark: CHUNK_BYTES })),
      options,
    );
  }
  // A named pipe (`<(…)` in a shell) can be read once only.
  if (file !== undefined) return explainStream(textOf(createReadStream(input)), options);
  if (!/^\s*[[{"]/.test(input)) {
    if (input.trim() === '') throw new UsageError('The input is empty.');
    throw new UsageError(`${input.slice(0, 200)} is neither a file nor an OCPP frame.`);
  }
  return explainText(input, options);
}

async function toStdout(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
