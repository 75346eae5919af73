import type { Version } from '@northbound/protocol';
import { Evidence } from './evidence.ts';
import { Explainer } from './explainer.ts';
import type { Finding, LogFrame } from './model.ts';
import type { Renderer, Summary } from './render.ts';
import { LogScanner } from './scanner.ts';
import type { Protocols } from './schema.ts';

/** Of an input that can be read only once, this much is held back to learn its version. */
const HELD_FRAMES = 2000;
const HELD_CHARS = 8 * 1024 * 1024;

/** Output is handed over in pieces of about this size. */
const OUTPUT_CHARS = 64 * 1024;

/** Text in pieces, of a file or a pipe. */
export type Chunks = AsyncIterable<string> | Iterable<string>;

/** How an input is explained, and where that goes. */
export interface RunOptions {
  readonly protocols: Protocols;
  readonly version?: Version;
  readonly renderer: Renderer;
  /** Takes text; resolves when there is room for more. */
  readonly write: (text: string) => void | Promise<void>;
}

/** What came of it; `frames` 0 means that there was nothing to explain. */
export type RunResult = Summary & { readonly sawText: boolean };

/** Explains an input that can be read twice: the first time to learn its version, the second to explain. */
export async function explainFile(open: () => Chunks, options: RunOptions): Promise<RunResult> {
  const evidence = new Evidence(options.protocols);
  const scanner = new LogScanner();
  for await (const frame of framesOf(open(), scanner)) evidence.add(frame);
  evidence.addNamed(scanner.namedVersions);
  return explainFrames(
    framesOf(open(), new LogScanner()),
    evidence,
    'the whole log',
    scanner,
    options,
  );
}

/** Explains a text given by hand: where no frame can be made out in it, the text itself is taken as one. */
export async function explainText(text: string, options: RunOptions): Promise<RunResult> {
  const scanner = new LogScanner();
  const found = [...scanner.push(text), ...scanner.end()];
  const frames = found.length > 0 ? found : [{ line: 1, text: text.trim() }];
  const evidence = new Evidence(options.protocols);
  for (const frame of frames) evidence.add(frame);
  return explainFrames(frames, evidence, 'this text', scanner, options);
}

/**
 * Explains an input that can be read once. Its version is learned from its start, which is held back for it; where the
 * version is given every frame is explained as it comes, so that a growing log can be watched.
 */
export async function explainStream(chunks: Chunks, options: RunOptions): Promise<RunResult> {
  return options.version === undefined
    ? explainHeld(chunks, options)
    : explainLive(chunks, options);
}

async function explainLive(chunks: Chunks, options: RunOptions): Promise<RunResult> {
  const evidence = new Evidence(options.protocols);
  const scanner = new LogScanner();
  async function* learned(): AsyncGenerator<LogFrame> {
    for await (const frame of framesOf(chunks, scanner)) {
      evidence.add(frame);
      yield frame;
    }
  }
  return explainFrames(learned(), evidence, 'the option', scanner, options, 0);
}

async function explainHeld(chunks: Chunks, options: RunOptions): Promise<RunResult> {
  const evidence = new Evidence(options.protocols);
  const scanner = new LogScanner();
  const frames = framesOf(chunks, scanner);
  const held: LogFrame[] = [];
  let chars = 0;
  let isWhole = false;
  while (held.length < HELD_FRAMES && chars < HELD_CHARS) {
    const next = await frames.next();
    if (next.done === true) {
      isWhole = true;
      break;
    }
    held.push(next.value);
    chars += next.value.text.length;
    evidence.add(next.value);
  }
  evidence.addNamed(scanner.namedVersions);
  async function* all(): AsyncGenerator<LogFrame> {
    yield* held.splice(0);
    yield* frames;
  }
  const from = isWhole ? 'the whole log' : `its first ${held.length} messages`;
  return explainFrames(all(), evidence, from, scanner, options);
}

async function* framesOf(chunks: Chunks, scanner: LogScanner): AsyncGenerator<LogFrame> {
  for await (const chunk of chunks) yield* scanner.push(chunk);
  yield* scanner.end();
}

async function explainFrames(
  frames: AsyncIterable<LogFrame> | Iterable<LogFrame>,
  evidence: Evidence,
  from: string,
  scanner: LogScanner,
  { protocols, version, renderer, write }: RunOptions,
  atLeastChars = OUTPUT_CHARS,
): Promise<RunResult> {
  const explainer = new Explainer({ protocols, evidence, ...(version && { version }) });
  const counts = { error: 0, warning: 0, note: 0 };
  const tally = (findings: readonly Finding[]) => {
    for (const { severity } of findings) counts[severity] += 1;
  };
  let total = 0;
  let pending = '';
  const say = async (text: string, least = atLeastChars) => {
    pending += text;
    if (pending.length < least) return;
    const ready = pending;
    pending = '';
    await write(ready);
  };
  for await (const frame of frames) {
    if (total === 0 && version === undefined)
      await say(renderer.version(evidence.verdict(undefined), from));
    total += 1;
    const explanation = explainer.explain(frame);
    tally(explanation.findings);
    let text = renderer.explanation(explanation);
    for (const late of explainer.takeLate()) {
      tally([late.finding]);
      text += renderer.late(late);
    }
    await say(text);
  }
  for (const late of explainer.end()) {
    tally([late.finding]);
    await say(renderer.late(late));
  }
  const summary = {
    frames: total,
    errors: counts.error,
    warnings: counts.warning,
    notes: counts.note,
  };
  await say(total > 0 ? renderer.summary(summary) : '', 0);
  return { ...summary, sawText: scanner.sawText };
}
