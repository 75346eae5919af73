/** What the parent hands to a procedure. */
export type Settings = Readonly<Record<string, string | number | boolean>>;
/** What a procedure answers. */
export type Numbers = Readonly<Record<string, number>>;
export type Procedures = Readonly<
  Record<string, (settings: Settings) => Numbers | Promise<Numbers>>
>;

/**
 * Makes this process answer its parent's requests. `cpu` and `memory` are there in every child: a process is the only
 * one that can say what it used itself, worker threads included.
 */
export function answerParent(procedures: Procedures): void {
  const all: Procedures = { cpu, memory, ...procedures };
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (request: unknown) => {
    const { id, procedure, settings } = readRequest(request);
    try {
      const run = all[procedure];
      if (run === undefined) throw new Error(`no procedure ${procedure}`);
      process.send?.({ id, numbers: await run(settings) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}

export function textSetting(settings: Settings, name: string): string {
  const value = settings[name];
  if (typeof value !== 'string') throw new Error(`setting ${name} must be a string`);
  return value;
}

export function numberSetting(settings: Settings, name: string): number {
  const value = settings[name];
  if (typeof value !== 'number') throw new Error(`setting ${name} must be a number`);
  return value;
}

function cpu(): Numbers {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system };
}

/** Memory after everything unreachable is gone; needs `--expose-gc`. */
async function memory(): Promise<Numbers> {
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed, externalBytes: external };
}

function readRequest(request: unknown): { id: number; procedure: string; settings: Settings } {
  if (typeof request !== 'object' || request === null) throw new Error('not a request');
  const { id, procedure, settings } = { id: 0, procedure: '', settings: {}, ...request };
  return { id, procedure, settings };
}
