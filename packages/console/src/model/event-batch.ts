import type {
  CsmsEvent,
  FrameView,
  StationView,
  Timestamp,
  TransactionView,
} from '@northbound/csms/views';

/** What has arrived since the page was last drawn, with only the newest view of each thing. */
export interface EventBatch {
  readonly stations: ReadonlyMap<string, StationView>;
  /** Stations that are there no more. */
  readonly removed: ReadonlySet<string>;
  readonly transactions: ReadonlyMap<number, TransactionView>;
  /** When each station was last heard of through its transactions. */
  readonly heardAt: ReadonlyMap<string, Timestamp>;
  /** In order of arrival. */
  readonly meterValues: readonly MeterValueEvent[];
  /** In order of arrival. */
  readonly frames: readonly FrameView[];
  /** Lists of which something has changed, without what: they are read again. */
  readonly changedLists: ReadonlySet<ChangedList>;
}

/** Lists that are read again when an event tells of one of their things. The first word of their cache keys. */
const LIST_OF = {
  alert: 'alerts',
  campaign: 'campaigns',
  command: 'commands',
  cdr: 'cdrs',
  reservation: 'reservations',
  firmwareUpdate: 'firmwareUpdates',
  securityEvent: 'securityEvents',
} as const;

export type ChangedList = (typeof LIST_OF)[keyof typeof LIST_OF];

type MeterValueEvent = Extract<CsmsEvent, { type: 'meterValues' }>;

/** A page in the background is not drawn; what it would drop anyway is not kept. */
const MOST_KEPT = 2000;

/**
 * Collects events between two drawings of the page.
 *
 * @param schedule asks for one later call, such as `requestAnimationFrame`
 */
export function createEventBatcher(
  schedule: (flush: () => void) => void,
  deliver: (batch: EventBatch) => void,
): (event: CsmsEvent) => void {
  let stations = new Map<string, StationView>();
  let removed = new Set<string>();
  let transactions = new Map<number, TransactionView>();
  let heardAt = new Map<string, Timestamp>();
  let meterValues: MeterValueEvent[] = [];
  let frames: FrameView[] = [];
  let changedLists = new Set<ChangedList>();
  let scheduled = false;

  function flush(): void {
    const batch: EventBatch = {
      stations,
      removed,
      transactions,
      heardAt,
      meterValues,
      frames,
      changedLists,
    };
    scheduled = false;
    stations = new Map();
    removed = new Set();
    transactions = new Map();
    heardAt = new Map();
    meterValues = [];
    frames = [];
    changedLists = new Set();
    deliver(batch);
  }

  return (event) => {
    switch (event.type) {
      case 'station':
        stations.set(event.stationId, event.station);
        removed.delete(event.stationId);
        break;
      case 'stationRemoved':
        stations.delete(event.stationId);
        removed.add(event.stationId);
        break;
      case 'transaction':
        transactions.set(event.transaction.id, event.transaction);
        heardAt.set(event.stationId, event.at);
        break;
      case 'meterValues':
        meterValues.push(event);
        if (meterValues.length > MOST_KEPT) meterValues = meterValues.slice(-MOST_KEPT / 2);
        break;
      case 'frame':
        frames.push(event.frame);
        if (frames.length > MOST_KEPT) frames = frames.slice(-MOST_KEPT / 2);
        break;
      default:
        if (isOfList(event.type)) changedLists.add(LIST_OF[event.type]);
    }
    if (!scheduled) {
      scheduled = true;
      schedule(flush);
    }
  };
}

function isOfList(type: CsmsEvent['type']): type is keyof typeof LIST_OF {
  return Object.hasOwn(LIST_OF, type);
}
