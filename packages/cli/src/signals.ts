const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell reports of a command that was interrupted. */
export const EXIT_INTERRUPTED = 130;
/** How soon a command notices that npm is gone. */
const NPM_LOOK_MS = 500;

/**
 * Listens for the signals that ask a process to end; call it before anything is opened.
 * @returns settles with the first signal; a second one ends the process at once
 */
export function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(EXIT_INTERRUPTED);
    asked = true;
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  whenNpmEnds(resolve);
  return promise;
}

/** `npm start` and `npx` run a command in a shell, and a signal for npm ends that shell alone, without a word to us. */
function whenNpmEnds(stop: () => void): void {
  const { npm_lifecycle_event: script } = process.env;
  if (script === undefined) return;
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    stop();
  }, NPM_LOOK_MS);
  look.unref();
}
