import { type SecurityEvent as ListedEvent, SECURITY_EVENTS } from '@northbound/protocol/tables';
import type { Change, Core } from '../core.ts';
import type { PageRequest, TimeRange } from '../paging.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import { appendSecurityEvent, type SecurityEvent, selectSecurityEvents } from './sql.ts';
import type { SecurityEventView } from './views.ts';

export interface SecurityEventFilter extends PageRequest, TimeRange {
  readonly stationId?: string;
  readonly type?: string;
}

/** What stations, or this CSMS about them, have noticed (2.1 part 2, A04). */
export class SecurityEvents {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  change(
    station: Station,
    { type, atMs, techInfo }: Pick<SecurityEvent, 'type' | 'atMs' | 'techInfo'>,
  ): Change {
    const { ids, clock } = this.#core;
    const event: SecurityEvent = {
      id: ids.next('security_events'),
      stationId: station.id,
      type,
      atMs,
      receivedAtMs: clock.epochMs(),
      techInfo,
    };
    const stored = { statements: [appendSecurityEvent(event)], apply: () => undefined };
    return telling(this.#core, stored, 'securityEvent', station.id, () => {
      const view = securityEventView(event);
      const { receivedAt: at, stationId } = view;
      return { type: 'securityEvent', at, stationId, securityEvent: view };
    });
  }

  /** Newest first. */
  list(filter: SecurityEventFilter): Promise<Page<SecurityEventView>> {
    return selectSecurityEvents(this.#core.database, filter, filter, securityEventView);
  }
}

const LISTED: ReadonlyMap<string, ListedEvent> = new Map<string, ListedEvent>(
  Object.entries<ListedEvent>(SECURITY_EVENTS).flatMap(([name, event]) => [
    [name, event] as const,
    ...(event.name16 === undefined ? [] : [[event.name16, event] as const]),
  ]),
);

function securityEventView(event: SecurityEvent): SecurityEventView {
  const { id, stationId, type, atMs, receivedAtMs, techInfo } = event;
  const listed = LISTED.get(type);
  return {
    id,
    stationId,
    type,
    ...(listed === undefined ? {} : { critical: listed.critical }),
    at: timestampOf(atMs),
    receivedAt: timestampOf(receivedAtMs),
    ...(techInfo === undefined ? {} : { techInfo }),
  };
}
