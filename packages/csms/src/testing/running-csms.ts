import { type RunningCsms, startCsms } from '../server.ts';

/** A CSMS on a real port, in memory and open to all stations, for the tests of a file; who makes it closes it. */
export function runningCsms(): Promise<RunningCsms> {
  return startCsms({
    port: 0,
    databaseFile: ':memory:',
    admission: 'open',
    logLevel: 'silent',
    console: false,
  });
}
