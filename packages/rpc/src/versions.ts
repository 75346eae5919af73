import {
  type Protocol,
  type Role,
  type ToleranceConfig,
  VERSIONS,
  type Version,
} from '@northbound/protocol';
import type { Gate, Handlers, SessionObserver } from './api.ts';
import { Connection, type ConnectionParts } from './connection.ts';
import type { MessageIds } from './session/message-ids.ts';
import { routesOf, type SessionLimits, type SessionProfile } from './session/profile.ts';

/** What one side does in one version. */
export interface VersionSupport<V extends Version, R extends Role, Context> {
  /** From `@northbound/protocol/ocpp16` and its siblings: only the versions that are named get loaded. */
  readonly protocol: Protocol<V>;
  readonly handlers: Handlers<V, R, Context>;
  /** What is forgiven in messages of the peer; nothing when absent. */
  readonly tolerance?: ToleranceConfig;
}

/** The versions that one side speaks. */
export type SupportedVersions<R extends Role, Context> = {
  readonly [V in Version]?: VersionSupport<V, R, Context>;
};

/** A connection of any version, told apart by `version`. */
export type AnyConnection<R extends Role, Context> = {
  [V in Version]: Connection<V, R, Context>;
}[Version];

export interface ProfileOptions<R extends Role, Context> {
  readonly role: R;
  readonly versions: SupportedVersions<R, Context>;
  readonly ids: MessageIds;
  readonly limits: SessionLimits;
  readonly gate: Gate<Context> | undefined;
  readonly observer: SessionObserver<Context> | undefined;
}

/** One profile for each version that is supported. */
export function profilesOf<R extends Role, Context>(
  options: ProfileOptions<R, Context>,
): ReadonlyMap<Version, SessionProfile<Context>> {
  const { role, versions, ids, limits, gate, observer } = options;
  const profiles = new Map<Version, SessionProfile<Context>>();
  for (const version of VERSIONS) {
    const support = versions[version];
    if (support === undefined) continue;
    const { protocol, handlers, tolerance = 'none' } = support;
    const routes = routesOf(protocol, role, handlers);
    profiles.set(version, {
      version,
      role,
      routes,
      ids,
      limits,
      gate,
      observer,
      protocol,
      tolerance,
    });
  }
  return profiles;
}

/** The same parts make a connection of any version; only its type differs. */
export function openConnection<R extends Role, Context>(
  parts: ConnectionParts<Context>,
  onClosed: (connection: AnyConnection<R, Context>, code: number, reason: string) => void,
): AnyConnection<R, Context> {
  switch (parts.profile.version) {
    case '1.6':
      return new Connection<'1.6', R, Context>('1.6', parts, onClosed);
    case '2.0.1':
      return new Connection<'2.0.1', R, Context>('2.0.1', parts, onClosed);
    case '2.1':
      return new Connection<'2.1', R, Context>('2.1', parts, onClosed);
  }
}
