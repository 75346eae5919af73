import type { Core } from '../core.ts';
import { EVENT_ID, type EventNotifier } from '../monitoring/notifier.ts';
import type { StorageNews } from '../nvm/medium.ts';
import { SparseMap } from '../sparse-map.ts';
import { STORAGE_COMPONENT } from './storage-rows.ts';

/** What goes on being lost is told once in this time; how much it was, the device model counts. */
const REPEATED_MS = 3_600_000;

/** How a piece of news shows in the device model (NotifyEvent), and whether memory runs out with it. */
interface Shown {
  /** `techCode`; the vendor's code in 1.6. */
  readonly code: string;
  readonly variable: string;
  readonly instance?: string;
  /** 4 error, 6 warning (2.1 part 2, N04). */
  readonly severity: number;
  /** MemoryExhaustion among the security events. */
  readonly exhausts: boolean;
}

const INSTANCES = { transactions: 'Transactions', security: 'Security', other: 'Other' } as const;

function shown(news: StorageNews): Shown {
  switch (news.type) {
    case 'dropped': {
      const instance = INSTANCES[news.lane];
      const severity = 4;
      return { code: 'MessagesDropped', variable: 'Dropped', instance, severity, exhausts: true };
    }
    case 'thinned':
      return { code: 'SamplesThinned', variable: 'ThinnedSamples', severity: 6, exhausts: true };
    case 'parked':
      return { code: 'MessageParked', variable: 'Parked', severity: 4, exhausts: false };
    case 'deadLettersLost': {
      const instance = 'DeadLetters';
      return {
        code: 'DeadLettersLost',
        variable: 'Dropped',
        instance,
        severity: 4,
        exhausts: true,
      };
    }
    case 'damaged':
      return { code: 'RecordsDamaged', variable: 'Damaged', severity: 4, exhausts: false };
    case 'valuesFull':
      return { code: 'ValuesFull', variable: 'Problem', severity: 4, exhausts: true };
  }
}

function textOf(news: StorageNews): string {
  switch (news.type) {
    case 'dropped':
      return `${news.messages} messages of the lane ${news.lane} went for want of room`;
    case 'thinned':
      return `${news.samples} samples of Ended events went for want of room`;
    case 'parked':
      return `${news.messageId} of the lane ${news.lane} exhausted its attempts`;
    case 'deadLettersLost':
      return `${news.messages} dead letters went for others, ${news.bills} of them of what a bill rests on`;
    case 'damaged':
      return `${news.records} records were no longer what was written, and are lost`;
    case 'valuesFull':
      return `no room for ${news.key}`;
  }
}

/**
 * Tells the operator what becomes of the station's memory: what is dropped, parked or refused, and
 * a flash that held something else (NotifyEvent; StatusNotification in 1.6; the security events
 * MemoryExhaustion and SecurityLogWasCleared).
 */
export class StorageWatch {
  readonly #core: Core;
  readonly #notifier: () => EventNotifier;
  readonly #latest = new SparseMap<string, number>();
  readonly #canRemember: () => boolean;
  #isFull = false;

  /** @param canRemember whether there is room for what the dialects have to know of one more transaction */
  constructor(core: Core, notifier: () => EventNotifier, canRemember: () => boolean) {
    this.#core = core;
    this.#canRemember = canRemember;
    this.#notifier = notifier;
  }

  /** Whether no transaction may begin, or the flash had to begin empty. */
  get hasProblem(): boolean {
    return this.#isFull || this.#core.storage.status(0).problem !== undefined;
  }

  begin(): void {
    const { storage, clock, security } = this.#core;
    storage.listen((news) => this.#heard(news));
    const { problem } = storage.status(clock.epochMs());
    if (problem === undefined) return;
    this.#tellProblem('StorageReplaced', problem, false);
    // What the log held went with everything else.
    security.record('SecurityLogWasCleared', problem);
  }

  end(): void {
    this.#core.storage.listen(undefined);
  }

  /**
   * Whether the storage has room for another transaction and all that may follow from it. Where it
   * has none the operator is told, once.
   */
  hasRoom(): boolean {
    const hasRoom = this.#core.storage.queue.hasRoomForTransaction && this.#canRemember();
    if (hasRoom === this.#isFull) {
      this.#isFull = !hasRoom;
      this.#tellProblem('StorageFull', 'No room for another transaction', hasRoom);
      if (this.#isFull) this.#exhausted('no room for another transaction');
    }
    return hasRoom;
  }

  /** Something was delivered: there may be room again. */
  relieved(): void {
    if (this.#isFull) this.hasRoom();
  }

  #heard(news: StorageNews): void {
    const { code, severity, exhausts, ...place } = shown(news);
    this.#core.tell({ type: 'storage', news });
    if (exhausts) this.#exhausted(textOf(news));
    // A CSMS that fails at an event would fail at the one that tells of that, and so on.
    if (news.type === 'parked' && news.messageId.startsWith(EVENT_ID)) return;
    // Telling takes room, too: not for each of many.
    if (news.type !== 'parked' && !this.#isDue(`${code} ${place.instance}`)) return;
    // What is dropped may be dropped from inside of telling something else.
    this.#core.after(0, () => this.#tell(code, textOf(news), severity, place));
  }

  #exhausted(techInfo: string): void {
    if (!this.#isDue('MemoryExhaustion')) return;
    this.#core.after(0, () => this.#core.security.record('MemoryExhaustion', techInfo));
  }

  #tell(
    techCode: string,
    techInfo: string,
    severity: number,
    { variable, instance }: Pick<Shown, 'variable' | 'instance'>,
  ): void {
    const { schema } = this.#core.variables;
    const name = `${STORAGE_COMPONENT}.${variable}${instance === undefined ? '' : `[${instance}]`}`;
    const index = schema.indexByName.get(name.toLowerCase());
    this.#notifier().notify({
      trigger: 'Alerting',
      actualValue: index === undefined ? 'true' : this.#core.variables.read(index),
      techCode,
      techInfo,
      component: { name: STORAGE_COMPONENT },
      variable: { name: variable, ...(instance !== undefined && { instance }) },
      eventNotificationType: 'HardWiredNotification',
      severity,
    });
  }

  #tellProblem(techCode: string, techInfo: string, cleared: boolean): void {
    this.#notifier().notify({
      trigger: 'Alerting',
      actualValue: String(!cleared),
      techCode,
      techInfo: techInfo.slice(0, 500),
      component: { name: STORAGE_COMPONENT },
      variable: { name: 'Problem' },
      eventNotificationType: 'HardWiredNotification',
      severity: 3,
      ...(cleared && { cleared }),
    });
  }

  #isDue(what: string): boolean {
    const nowMs = this.#core.clock.monotonicMs();
    const before = this.#latest.get(what);
    if (before !== undefined && nowMs - before < REPEATED_MS) return false;
    this.#latest.set(what, nowMs);
    return true;
  }
}
