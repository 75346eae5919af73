/** A whole CSMS in a process of its own, for tests that kill it. Says its port to the parent. */
import { startCsms } from '../server.ts';

const [databaseFile] = process.argv.slice(2);
if (databaseFile === undefined) throw new Error('usage: csms-process.ts <data file>');
const { port } = await startCsms({
  port: 0,
  databaseFile,
  admission: 'open',
  // On a machine that is slow its questions would come among the answers that a test counts.
  readsDeviceModels: false,
  logLevel: 'silent',
});
process.send?.(port);
// A parent that is gone wants no orphan.
process.on('disconnect', () => process.exit());
