import type { StateTable } from '../machine.ts';

/** How far the CSMS has let the station in since it booted (2.1 part 2, B01 to B03; 1.6 part 4.2). */
export type RegistrationState =
  /** There is no answer yet, and no question under way. */
  | 'Unregistered'
  | 'Booting'
  | 'Pending'
  /** Asking again while the CSMS may still configure the station. */
  | 'PendingBooting'
  | 'Rejected'
  | 'Accepted';

export type RegistrationEvent =
  | 'linkUp'
  /** By another network profile than before: it leads to a CSMS that knows nothing of the boot. */
  | 'linkUpElsewhere'
  | 'linkDown'
  /** The interval of the last answer is over. */
  | 'due'
  /** TriggerMessage(BootNotification). */
  | 'triggered'
  | 'accepted'
  | 'pending'
  | 'rejected'
  /** No answer, or one that says nothing. */
  | 'unanswered';

type RegistrationAction =
  | 'boot'
  /** As the CSMS has asked for, and with that as its reason. */
  | 'bootTriggered'
  | 'wait'
  | 'begin'
  | 'resume';

export const REGISTRATION: StateTable<RegistrationState, RegistrationEvent, RegistrationAction> = {
  Unregistered: {
    linkUp: ['Booting', 'boot'],
    linkUpElsewhere: ['Booting', 'boot'],
    linkDown: ['Unregistered'],
    due: ['Booting', 'boot'],
    triggered: ['Unregistered'],
    accepted: ['Unregistered'],
    pending: ['Unregistered'],
    rejected: ['Unregistered'],
    unanswered: ['Unregistered'],
  },
  Booting: {
    linkUp: ['Booting', 'boot'],
    linkUpElsewhere: ['Booting', 'boot'],
    linkDown: ['Unregistered'],
    due: ['Booting'],
    triggered: ['Booting'],
    accepted: ['Accepted', 'begin'],
    pending: ['Pending', 'wait'],
    rejected: ['Rejected', 'wait'],
    unanswered: ['Unregistered', 'wait'],
  },
  Pending: {
    linkUp: ['PendingBooting', 'boot'],
    linkUpElsewhere: ['Booting', 'boot'],
    linkDown: ['Pending'],
    due: ['PendingBooting', 'boot'],
    triggered: ['PendingBooting', 'bootTriggered'],
    accepted: ['Pending'],
    pending: ['Pending'],
    rejected: ['Pending'],
    unanswered: ['Pending'],
  },
  PendingBooting: {
    linkUp: ['PendingBooting', 'boot'],
    linkUpElsewhere: ['Booting', 'boot'],
    linkDown: ['Unregistered'],
    due: ['PendingBooting'],
    triggered: ['PendingBooting'],
    accepted: ['Accepted', 'begin'],
    pending: ['Pending', 'wait'],
    rejected: ['Rejected', 'wait'],
    unanswered: ['Pending', 'wait'],
  },
  // B03.FR.06: nothing is sent before the interval is over, over reconnects too.
  Rejected: {
    linkUp: ['Rejected'],
    linkUpElsewhere: ['Booting', 'boot'],
    linkDown: ['Rejected'],
    due: ['Booting', 'boot'],
    triggered: ['Rejected'],
    accepted: ['Rejected'],
    pending: ['Rejected'],
    rejected: ['Rejected'],
    unanswered: ['Rejected'],
  },
  // A reconnect needs no new BootNotification as long as the station did not reboot.
  Accepted: {
    linkUp: ['Accepted', 'resume'],
    linkUpElsewhere: ['Booting', 'boot'],
    linkDown: ['Accepted'],
    due: ['Accepted'],
    triggered: ['Accepted'],
    accepted: ['Accepted'],
    pending: ['Accepted'],
    rejected: ['Accepted'],
    unanswered: ['Accepted'],
  },
};
