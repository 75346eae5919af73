import type { Ocpp21 } from '@northbound/protocol';

/** What came of one attempt to fetch a file. */
export interface Download {
  /** The file from its first byte on: what was here before and what came now. */
  readonly bytes: Uint8Array;
  readonly complete: boolean;
  /** Why it is not complete: an HTTP status, a network error; for the log. */
  readonly problem?: string;
}

/** What came of one attempt to deliver a file, in the words of LogStatusNotification. */
export interface Upload {
  readonly status: Extract<
    Ocpp21.UploadLogStatusEnumType,
    'Uploaded' | 'UploadFailure' | 'PermissionDenied' | 'BadMessage' | 'NotSupportedOperation'
  >;
  /** A reason code of the standard, or what went wrong; at most 20 characters. */
  readonly reasonCode?: string;
  /** Whether another attempt can end differently. */
  readonly final?: true;
}

/** How the charging station moves files. One attempt each; the caller repeats. A rejection is an attempt that failed. */
export interface FileTransfer {
  /** As in `FileTransferProtocols`: HTTP, HTTPS. */
  readonly protocols: readonly string[];
  /**
   * @param part what an earlier attempt has fetched, empty at first: the server is asked for the rest
   * @param signal ends the attempt
   * @param roots what the CSMS is trusted by, PEM: it vouches for file servers, too (2.1 part 2, N01.FR.15)
   */
  download(
    url: string,
    part: Uint8Array,
    signal: AbortSignal,
    roots: readonly string[],
  ): Promise<Download>;
  /** @param name appended to a URL that ends with a slash (2.1 part 2, N01.FR.21) */
  upload(
    url: string,
    name: string,
    bytes: Uint8Array,
    signal: AbortSignal,
    roots: readonly string[],
  ): Promise<Upload>;
}

/** How often a transfer is repeated, and after how long. */
export interface Retries {
  readonly retries: number;
  readonly intervalMs: number;
}

/** A server that refuses is not asked faster than this, whatever the request says. */
const LEAST_INTERVAL_S = 1;

/** Where a request leaves the choice to the station. */
const DEFAULT = { retries: 3, intervalS: 30 } as const;

export function retriesOf(request: {
  readonly retries?: number;
  readonly retryInterval?: number;
}): Retries {
  const { retries = DEFAULT.retries, retryInterval = DEFAULT.intervalS } = request;
  return {
    retries: Math.max(0, retries),
    intervalMs: Math.max(LEAST_INTERVAL_S, retryInterval) * 1000,
  };
}
