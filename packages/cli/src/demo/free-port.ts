import { once } from 'node:events';
import { createServer } from 'node:net';

/** @returns the port that is wanted, or 0 (any free one) when somebody has it */
export async function portOrAny(host: string, wanted: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, host);
    await once(probe, 'listening');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE') return 0;
    throw error;
  }
  probe.close();
  await once(probe, 'close');
  return wanted;
}
