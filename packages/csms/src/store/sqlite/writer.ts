/**
 * The writer's thread: the only connection that writes. While it commits one group, the next one gathers on the other
 * side, so that the cost of a sync is shared by however many batches arrived meanwhile.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Connection, databaseError } from './connection.ts';
import { commitGroup } from './group.ts';
import { failuresOf, GroupDecoder, type GroupMessage, type WriterMessage } from './messages.ts';

interface WriterData {
  readonly file: string;
  readonly lockWaitMs: number;
}

function serve(port: MessagePort, { file, lockWaitMs }: WriterData): void {
  const say = (message: WriterMessage) => port.postMessage(message);
  const decoder = new GroupDecoder();
  let connection: Connection;
  try {
    connection = new Connection(file, false, lockWaitMs);
  } catch (cause) {
    const { kind, detail } = databaseError(cause);
    say({ type: 'cannotOpen', kind, detail });
    return;
  }
  port.on('message', (message: GroupMessage | 'close') => {
    if (message === 'close') {
      connection.close();
      port.close();
      return;
    }
    const results = commitGroup(connection, decoder.decode(message));
    say({ type: 'committed', failures: failuresOf(results) });
  });
  say({ type: 'ready' });
}

if (parentPort !== null) serve(parentPort, workerData);
