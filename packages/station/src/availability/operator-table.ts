import type { StateTable } from '../machine.ts';

/** What the operator set for the station, an EVSE or a connector; `Scheduled`: Inoperative when idle. */
export type OperatorSetting = 'Operative' | 'Scheduled' | 'Inoperative';

/** ChangeAvailability, and that no transaction runs there (any more). */
export type OperatorEvent = 'operative' | 'inoperativeWhenIdle' | 'inoperativeWhenBusy' | 'idle';

/** 2.1 part 2, G03.FR.03 and .05, G04.FR.04 and .06. */
export const OPERATOR: StateTable<OperatorSetting, OperatorEvent> = {
  Operative: {
    operative: ['Operative'],
    inoperativeWhenIdle: ['Inoperative'],
    inoperativeWhenBusy: ['Scheduled'],
    idle: ['Operative'],
  },
  Scheduled: {
    operative: ['Operative'],
    inoperativeWhenIdle: ['Inoperative'],
    inoperativeWhenBusy: ['Scheduled'],
    idle: ['Inoperative'],
  },
  Inoperative: {
    operative: ['Operative'],
    inoperativeWhenIdle: ['Inoperative'],
    inoperativeWhenBusy: ['Inoperative'],
    idle: ['Inoperative'],
  },
};
