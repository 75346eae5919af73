const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Waits until somebody wants the process to end. A second signal ends it at once.
 * @param early resolves when the work is done without a signal
 */
export async function untilStopped(early?: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(130);
    asked = true;
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  await Promise.race([promise, ...(early === undefined ? [] : [early])]);
}
