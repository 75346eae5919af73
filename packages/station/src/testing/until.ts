import type { Bench } from './bench.ts';

/** Lets virtual time pass until something on the real network has happened. */
export async function until(
  { clock }: Pick<Bench, 'clock'>,
  done: Promise<unknown>,
): Promise<void> {
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  while (!isDone) {
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
