const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell reports of a command that was interrupted. */
export const EXIT_INTERRUPTED = 130;

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
  return promise;
}
