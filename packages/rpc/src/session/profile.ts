import type { Protocol, Role, ToleranceConfig, Validator, Version } from '@northbound/protocol';
import { peerOf } from '@northbound/protocol';
import type { Gate, InboundMessage, SessionObserver } from '../api.ts';
import type { MessageIds } from './message-ids.ts';

/** What a session knows of an action that its peer may or may not send. */
export interface Route {
  readonly kind: 'CALL' | 'SEND';
  /** Whether the standard lets the peer send it. */
  readonly inbound: boolean;
  readonly handler:
    | ((payload: unknown, context: unknown, message: InboundMessage) => unknown)
    | undefined;
  readonly request: Validator<unknown>;
  /** Undefined for a SEND. */
  readonly response: Validator<unknown> | undefined;
}

/** What one session keeps waiting, and for how long it waits. */
export interface SessionLimits {
  /** Calls of ours that may wait. */
  readonly outboundQueue: number;
  /** Messages of the peer that may wait for their handler before we stop reading. */
  readonly inboundQueue: number;
  /** When a call names no time-out, in milliseconds. */
  readonly timeoutMs: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  outboundQueue: 100,
  inboundQueue: 32,
  // OCPP leaves it to the implementation; the sheet of 1.6 and most CSMSs say about 30 s.
  timeoutMs: 30_000,
};

/** What all sessions of one version on one side share, so that a session itself stays small. */
export interface SessionProfile<Context> {
  readonly version: Version;
  readonly role: Role;
  readonly protocol: Protocol<Version>;
  readonly tolerance: ToleranceConfig;
  readonly routes: ReadonlyMap<string, Route>;
  readonly ids: MessageIds;
  readonly limits: SessionLimits;
  readonly gate: Gate<Context> | undefined;
  readonly observer: SessionObserver<Context> | undefined;
}

/**
 * Joins what a version says with what the application does about it: one look-up for each message.
 * Thousands of clients in one process have the same handlers, and then the same routes.
 * @param handlers of this version and role; that they fit, also to the context, was checked where
 * they were written
 */
export function routesOf(
  protocol: Protocol<Version>,
  role: Role,
  handlers: object,
): ReadonlyMap<string, Route> {
  const known = ROUTES.get(handlers)?.find(
    (routes) => routes.protocol === protocol && routes.role === role,
  );
  if (known !== undefined) return known.routes;
  const routes = makeRoutes(protocol, role, handlers);
  ROUTES.set(handlers, [...(ROUTES.get(handlers) ?? []), { protocol, role, routes }]);
  return routes;
}

interface KnownRoutes {
  readonly protocol: Protocol<Version>;
  readonly role: Role;
  readonly routes: ReadonlyMap<string, Route>;
}

const ROUTES = new WeakMap<object, readonly KnownRoutes[]>();

function makeRoutes(
  protocol: Protocol<Version>,
  role: Role,
  handlers: object,
): ReadonlyMap<string, Route> {
  const handlerOf = new Map(Object.entries(handlers));
  const peer = peerOf(role);
  const routes = new Map<string, Route>();
  for (const [action, info] of protocol.actions) {
    const request = protocol.request(action);
    if (request === undefined) throw new Error(`no validator for ${action}`);
    routes.set(action, {
      kind: info.kind,
      inbound: info.from === peer || info.from === 'Both',
      handler: handlerOf.get(action),
      request,
      response: protocol.response(action),
    });
  }
  return routes;
}
