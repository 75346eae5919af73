import { UsageError } from './usage-error.ts';

/** What went wrong, for a person: one sentence, no stack. */
export interface Sentence {
  readonly sentence: string;
  /** The user can mend it by asking for something else. */
  readonly isUsage: boolean;
}

/** What an error of the operating system says beside its text. */
interface SystemError {
  readonly code: unknown;
  readonly path: unknown;
  readonly address: unknown;
  readonly port: unknown;
  readonly hostname: unknown;
}

const SYSTEM_ERRORS: ReadonlyMap<unknown, (error: SystemError) => string> = new Map([
  ['EADDRINUSE', (error) => `${place(error)} is already in use; choose another port with --port.`],
  ['EADDRNOTAVAIL', ({ address }) => `${address} is not an address of this machine; see --host.`],
  ['EACCES', (error) => `${place(error)} may not be used by this user.`],
  ['EPERM', (error) => `${place(error)} may not be used by this user.`],
  ['ENOTFOUND', ({ hostname }) => `There is no host ${hostname}; see --host.`],
  ['ENOENT', (error) => `There is no ${place(error)}.`],
  ['EISDIR', (error) => `${place(error)} is a directory.`],
  ['ENOSPC', () => 'The disk is full.'],
] satisfies [string, (error: SystemError) => string][]);

export function sentenceFor(error: unknown): Sentence {
  if (error instanceof UsageError) return { sentence: error.message, isUsage: true };
  if (!(error instanceof Error)) return { sentence: 'Something failed.', isUsage: false };
  const system = systemErrorOf(error);
  const known = SYSTEM_ERRORS.get(system.code);
  if (known !== undefined) return { sentence: known(system), isUsage: true };
  return { sentence: error.message.split('\n', 1)[0] ?? '', isUsage: false };
}

function systemErrorOf(error: Error): SystemError {
  const { code, path, address, port, hostname } = Object.assign<object, Partial<SystemError>>(
    {},
    Object.fromEntries(Object.entries(error)),
  );
  return { code, path, address, port, hostname };
}

function place({ path, address, port }: SystemError): string {
  if (typeof port === 'number') return `Port ${port} of ${address ?? 'this machine'}`;
  return typeof path === 'string' ? path : 'Something';
}
