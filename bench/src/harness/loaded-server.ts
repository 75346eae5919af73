import type { Message } from '../payloads.ts';
import { Child } from './parent.ts';

const LOAD = new URL('../load/main.ts', import.meta.url);

/** A server under load: a process of its own, and another one with its stations. */
export class LoadedServer implements AsyncDisposable {
  readonly #server: Child;
  readonly #load: Child;
  readonly #deflate: boolean;
  #port = 0;

  private constructor(server: Child, load: Child, deflate: boolean) {
    this.#server = server;
    this.#load = load;
    this.#deflate = deflate;
  }

  /**
   * Starts the server; no station is connected yet.
   * @param options `deflate` for permessage-deflate; for a CSMS `databaseFile`, and `keyFile` to write its admin key to
   */
  static async start(
    program: URL,
    signal: AbortSignal,
    options: {
      readonly deflate?: boolean;
      readonly databaseFile?: string;
      readonly keyFile?: string;
      readonly nodeOptions?: readonly string[];
    } = {},
  ): Promise<LoadedServer> {
    const { deflate = false, databaseFile = '', keyFile = '', nodeOptions = [] } = options;
    const server = new Child(program, signal, nodeOptions);
    const loaded = new LoadedServer(server, new Child(LOAD, signal), deflate);
    try {
      loaded.#port = await server.askFor('port', 'listen', { deflate, databaseFile, keyFile });
    } catch (error) {
      await loaded[Symbol.asyncDispose]();
      throw error;
    }
    return loaded;
  }

  /** Of the server, on 127.0.0.1. */
  get port(): number {
    return this.#port;
  }

  /** @throws Error when the server does not negotiate what it was started for */
  async connect(stations: number, prefix: string): Promise<void> {
    const url = `ws://127.0.0.1:${this.#port}/ocpp`;
    const settings = { connections: stations, url, prefix, deflate: this.#deflate };
    const deflating = await this.#load.askFor('deflating', 'connect', settings);
    if (deflating !== (this.#deflate ? stations : 0)) {
      throw new Error(`${deflating} of ${stations} connections use permessage-deflate`);
    }
  }

  async disconnect(): Promise<void> {
    await this.#load.ask('disconnect');
  }

  /**
   * Every station makes `each` calls.
   * @returns CPU time of the server process for one call, in microseconds, and the calls answered each second
   */
  async run(message: Message, each: number): Promise<{ cpuUs: number; callsPerS: number }> {
    const before = await this.#server.askFor('cpuUs', 'cpu');
    const { calls = 0, elapsedMs = 0 } = await this.#load.ask('call', { message, each });
    const after = await this.#server.askFor('cpuUs', 'cpu');
    return { cpuUs: (after - before) / calls, callsPerS: (1000 * calls) / elapsedMs };
  }

  /**
   * Stations make calls at a rate that does not wait for answers.
   * @returns percentiles of the time from when a call was due to its answer, in milliseconds
   */
  async pace(
    message: Message,
    callsPerS: number,
    durationMs: number,
  ): Promise<{ p50Ms: number; p99Ms: number }> {
    const { p50Ms = 0, p99Ms = 0 } = await this.#load.ask('pace', {
      message,
      callsPerS,
      durationMs,
    });
    return { p50Ms, p99Ms };
  }

  /** @returns resident memory of the server process, in bytes, after garbage collection (with `--expose-gc`) */
  async residentBytes(): Promise<number> {
    return this.#server.askFor('rssBytes', 'memory');
  }

  /** Asks the server process something that only it knows. */
  async askServer(name: string, procedure: string): Promise<number> {
    return this.#server.askFor(name, procedure);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#server[Symbol.asyncDispose](), this.#load[Symbol.asyncDispose]()]);
  }
}
