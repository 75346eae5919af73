import { LoadedServer } from './loaded-server.ts';

/**
 * Before the first look, so that what a server allocates once is not counted for each connection. Few of them: what
 * they leave free would be taken up by the connections that count.
 */
const WARM_UP = { connections: 20, calls: 100 };

/**
 * Resident memory that one more idle connection costs: connections are opened, each makes one call as every station
 * does, and then they are left alone. A fresh server process each time.
 *
 * @returns kB (1,024 bytes) each
 */
export async function connectionMemoryKb(
  program: URL,
  signal: AbortSignal,
  { connections, deflate }: { readonly connections: number; readonly deflate: boolean },
): Promise<number> {
  await using server = await LoadedServer.start(program, signal, {
    deflate,
    nodeOptions: ['--expose-gc'],
  });
  // With permessage-deflate the one call is long enough to be compressed.
  const message = deflate ? 'TransactionEvent' : 'Heartbeat';
  await server.connect(WARM_UP.connections, 'W-');
  await server.run(message, WARM_UP.calls);
  await server.disconnect();
  const beforeBytes = await server.residentBytes();
  await server.connect(connections, 'CS-');
  await server.run(message, 1);
  const afterBytes = await server.residentBytes();
  return (afterBytes - beforeBytes) / connections / 1024;
}
