import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@northbound/rpc';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify';
import type { Blocks } from '../blocks.ts';
import type { Bus } from '../bus/bus.ts';
import type { Passwords } from '../gateway/passwords.ts';
import type { Database } from '../store/database.ts';
import type { Commands, Queries, Role } from '../views.ts';
import type { Caller } from './caller.ts';
import type { Counters, Log, SecureRandom } from './ports.ts';
import type { ProblemCode } from './problems.ts';
import type { Schema } from './schema.ts';
import type { StationScope } from './station-scope.ts';

export interface ApiOptions {
  readonly queries: Queries;
  readonly commands: Commands;
  readonly blocks: Blocks;
  readonly bus: Bus;
  readonly database: Database;
  readonly clock: Clock;
  readonly secureRandom: SecureRandom;
  /** How passwords of people are kept. */
  readonly passwords: Passwords;
  readonly counters: Counters;
  readonly log: Log;
  /** Where the built console lies; without it the API serves no page at `/`. */
  readonly consoleDirectory?: string;
  /** Addresses and networks of reverse proxies whose `X-Forwarded-For` is believed; none when absent. */
  readonly trustedProxies?: readonly string[];
}

/** What the routes of a functional block work with. */
export type BlockPorts = Pick<ApiOptions, 'queries' | 'commands' | 'blocks'>;

/** Types a route's parameters, body and answer by its schemas. */
interface SchemaTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends Schema<infer T> ? T : unknown;
  readonly serializer: this['schema'] extends Schema<infer T> ? T : unknown;
}

export type ApiApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  SchemaTypes
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: this role and those above it, or anyone without a key. Without it: admins. */
    readonly role?: Role | 'anyone';
    /** What the route may answer beside its success and what every route may answer. */
    readonly problems?: readonly ProblemCode[];
    /** Whether a request from this machine needs no key. */
    readonly openToLoopback?: boolean;
    /** How it keeps to the stations of a caller that may use only some; see {@link StationScope}. */
    readonly stations?: StationScope;
    /** Of a POST that only asks, because its question is too long for a URL. */
    readonly isQuestion?: boolean;
    /** Of a read of what can be changed: the properties that a writer can change. All, where it says nothing. */
    readonly writable?: readonly string[];
    /** Whether its answer holds a secret that must not be kept for a repetition of the request. */
    readonly hasSecretAnswer?: boolean;
  }

  interface FastifyRequest {
    /** Who asks; undefined on routes for anyone. */
    caller: Caller | undefined;
    /** What a page must send with its changes, when the caller came with a cookie. */
    csrfToken: string | undefined;
    /** For the audit entry of this request. */
    audit: {
      id: string | undefined;
      detail: string | undefined;
      problem: string | undefined;
      /** What was there before, in the form of the request, where a read of the same path does not tell it. */
      previous: unknown;
    };
  }
}
