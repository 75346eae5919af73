import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Csms } from '../dialects/csms.ts';
import type { QueuedMessage } from '../nvm/storage.ts';
import { randomUuid } from '../random-uuid.ts';
import { dated, type SecurityEntry } from '../security/log.ts';
import { limitDated } from '../smart-charging/external-profile.ts';
import { LaneSender } from './lane-sender.ts';

/** What a notice says, by the action of 2.1 that says it. */
interface NoticeRequests {
  readonly ClearedChargingLimit: Ocpp21.ClearedChargingLimitRequest;
  readonly FirmwareStatusNotification: Ocpp21.FirmwareStatusNotificationRequest;
  readonly LogStatusNotification: Ocpp21.LogStatusNotificationRequest;
  readonly NotifyChargingLimit: Ocpp21.NotifyChargingLimitRequest;
  readonly NotifyPriorityCharging: Ocpp21.NotifyPriorityChargingRequest;
  readonly PublishFirmwareStatusNotification: Ocpp21.PublishFirmwareStatusNotificationRequest;
  readonly ReservationStatusUpdate: Ocpp21.ReservationStatusUpdateRequest;
  readonly SecurityEventNotification: SecurityEntry;
}

type NoticeOf<Action extends keyof NoticeRequests> = {
  readonly action: Action;
  readonly payload: {
    readonly request: NoticeRequests[Action];
    /** 1.6: whether it is about a command of the security extension. */
    readonly extended?: boolean;
  };
};

type Notice = { [Action in keyof NoticeRequests]: NoticeOf<Action> }[keyof NoticeRequests];

/** What is more about a notice. */
interface NoticeOptions {
  readonly extended?: boolean;
  /** A newer notice with the same key makes this one worthless. */
  readonly replaces?: string;
}

/**
 * News for the CSMS that waits in the lanes of the storage until it is told, also over outages,
 * reboots and power cuts. A retry has the message id of the first attempt.
 */
export class Notices {
  readonly #core: Core;
  readonly #sender: LaneSender<QueuedMessage & Notice>;

  constructor(core: Core) {
    this.#core = core;
    this.#sender = new LaneSender(core, {
      lanes: [core.storage.other, core.storage.security],
      takes: isNotice,
      send: (csms, notice) => this.#send(csms, notice, notice.messageId),
    });
  }

  add<Action extends keyof NoticeRequests>(
    action: Action,
    request: NoticeRequests[Action],
    { extended, replaces }: NoticeOptions = {},
  ): void {
    const { clock, random, storage } = this.#core;
    const lane = action === 'SecurityEventNotification' ? storage.security : storage.other;
    lane.append({
      messageId: randomUuid(random),
      action,
      payload: { request, ...(extended !== undefined && { extended }) },
      timestamp: clock.timestamp(),
      ...(replaces !== undefined && { replaces }),
    });
    this.pump();
  }

  /** There is a link again, or something to tell. */
  pump(): void {
    this.#sender.pump();
  }

  #send(csms: Csms, { action, payload }: Notice, id: string): Promise<CallOutcome<unknown>> {
    const { extended = true } = payload;
    switch (action) {
      case 'ClearedChargingLimit':
        return csms.smartCharging.clearedChargingLimit(payload.request, id);
      case 'FirmwareStatusNotification':
        return csms.firmwareStatus(payload.request, extended, id);
      case 'LogStatusNotification':
        return csms.logStatus(payload.request, extended, id);
      case 'NotifyChargingLimit':
        return csms.smartCharging.notifyChargingLimit(
          limitDated(this.#core.clock, payload.request),
          id,
        );
      case 'NotifyPriorityCharging':
        return csms.smartCharging.notifyPriorityCharging(payload.request, id);
      case 'PublishFirmwareStatusNotification':
        return csms.publishFirmwareStatus(payload.request, id);
      case 'ReservationStatusUpdate':
        return csms.reservationStatusUpdate(payload.request, id);
      case 'SecurityEventNotification':
        return csms.securityEvent(dated(this.#core.clock, payload.request), id);
    }
  }
}

const ACTIONS: ReadonlySet<string> = new Set<keyof NoticeRequests>([
  'ClearedChargingLimit',
  'FirmwareStatusNotification',
  'LogStatusNotification',
  'NotifyChargingLimit',
  'NotifyPriorityCharging',
  'PublishFirmwareStatusNotification',
  'ReservationStatusUpdate',
  'SecurityEventNotification',
]);

/** What is inside was typed when it was queued, and the storage gives back what it was given. */
function isNotice(message: QueuedMessage): message is QueuedMessage & Notice {
  return ACTIONS.has(message.action) && 'request' in message.payload;
}
