import { constants, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import type { PerMessageDeflateOptions, WebSocket } from 'ws';

/** A smaller message gains nothing that is worth the CPU. */
export const COMPRESS_FROM_BYTES = 512;

/**
 * permessage-deflate (RFC 7692) without a compressor for each connection.
 *
 * `ws` keeps a zlib stream for each direction of each connection once it was used, 240 kB, even
 * where no context is taken over between messages. Without a context there is nothing to keep: here
 * every message is compressed and inflated by a call of its own, and a connection holds nothing.
 *
 * The seam to `ws`: it negotiates, and puts its extension object under `_extensions` of the socket,
 * from where sender and receiver take it for each message. The two methods of that object that
 * touch zlib are replaced. A version of `ws` without this seam would work on as it comes, with its
 * own memory; a test notices.
 */
export const SHARED_DEFLATE: PerMessageDeflateOptions = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  threshold: COMPRESS_FROM_BYTES,
};

type Done = (error: Error | null, data?: Buffer) => void;

/** What `ws` calls. */
interface DeflateExtension {
  params: Readonly<Record<string, unknown>>;
  compress(this: DeflateExtension, data: Buffer | string, isLast: boolean, done: Done): void;
  decompress(this: DeflateExtension, data: Buffer, isLast: boolean, done: Done): void;
  /** Ours. */
  shared?: Shared;
}

interface Shared {
  readonly socket: WebSocket;
  /** Of a message after decompression. */
  readonly maxBytes: number;
  readonly deflate: ZlibOptions;
  /** Fragments of a message that is not complete. */
  fragments: Buffer[] | undefined;
}

/**
 * Takes zlib out of a socket that has permessage-deflate negotiated.
 * @param side ours, which names the parameters that say whether a context is taken over
 * @param maxBytes of a message after decompression
 * @returns whether there was something to take out
 */
export function shareDeflate(
  socket: WebSocket,
  side: 'client' | 'server',
  maxBytes: number,
): boolean {
  const extension = deflateExtensionOf(socket);
  if (extension === undefined) return false;
  const windowBits = extension.params[`${side}_max_window_bits`];
  const isWindowSmall = typeof windowBits === 'number' && windowBits < DEFLATE.windowBits;
  const deflate = isWindowSmall ? STORE : DEFLATE;
  extension.shared = { socket, maxBytes, deflate, fragments: undefined };
  extension.compress = compress;
  const peer = side === 'server' ? 'client' : 'server';
  if (extension.params[`${peer}_no_context_takeover`] === true) extension.decompress = decompress;
  return true;
}

function deflateExtensionOf(socket: WebSocket): DeflateExtension | undefined {
  const extensions: unknown = Reflect.get(socket, '_extensions');
  if (typeof extensions !== 'object' || extensions === null) return undefined;
  const extension: unknown = Reflect.get(extensions, 'permessage-deflate');
  return isDeflateExtension(extension) ? extension : undefined;
}

function isDeflateExtension(value: unknown): value is DeflateExtension {
  return (
    typeof value === 'object' &&
    value !== null &&
    'params' in value &&
    'compress' in value &&
    typeof value.compress === 'function' &&
    'decompress' in value &&
    typeof value.decompress === 'function'
  );
}

const { Z_SYNC_FLUSH } = constants;

/** A sync flush ends with an empty block, which RFC 7692, 7.2.1 cuts off. */
const FLUSH_TAIL_BYTES = 4;

/** 4 kB of window and little memory: half the CPU of zlib's defaults, and messages are short. */
const DEFLATE = { windowBits: 12, memLevel: 5, chunkSize: 2048, finishFlush: Z_SYNC_FLUSH };

/** For a peer with a smaller window, which zlib cannot always keep to: blocks without references. */
const STORE = { ...DEFLATE, level: 0 };

const INFLATE = { chunkSize: 4096, finishFlush: Z_SYNC_FLUSH };

function compress(
  this: DeflateExtension,
  data: Buffer | string,
  _isLast: boolean,
  done: Done,
): void {
  done(null, deflateRawSync(data, this.shared?.deflate).subarray(0, -FLUSH_TAIL_BYTES));
}

function decompress(this: DeflateExtension, data: Buffer, isLast: boolean, done: Done): void {
  const { shared } = this;
  if (shared === undefined) return;
  // `ws` must not be answered in the tick in which it asks: its loop would run twice.
  if (!isLast) {
    shared.fragments ??= [];
    shared.fragments.push(data);
    process.nextTick(done, null, EMPTY);
    return;
  }
  const whole = shared.fragments === undefined ? data : Buffer.concat([...shared.fragments, data]);
  shared.fragments = undefined;
  try {
    const options = { ...INFLATE, maxOutputLength: shared.maxBytes };
    process.nextTick(done, null, inflateRawSync(whole, options));
  } catch (error) {
    const isTooLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    shared.socket.close(isTooLarge ? 1009 : 1007);
    // zlib speaks of its buffer then, and a firmware engineer reads this.
    const problem = new RangeError(`a message of more than ${shared.maxBytes} bytes`);
    process.nextTick(done, isTooLarge ? problem : error);
  }
}

const EMPTY = Buffer.alloc(0);
