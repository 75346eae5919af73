import type { StateTable } from '../machine.ts';

/** Who may use an EVSE: nobody, somebody who is being asked for, or the holder of a token. */
export type AuthorizationState =
  | 'None'
  | 'Checking'
  | 'Authorized'
  /** Authorized, and a second token is being asked for: one of the same group may end it. */
  | 'CheckingSecond';

export type AuthorizationEvent =
  /** A token is presented that is not the authorized one. */
  | 'presented'
  /** The authorized token is presented again. */
  | 'presentedAgain'
  /** A remote start without a question to the CSMS (AuthorizeRemoteStart = false). */
  | 'granted'
  | 'accepted'
  /** The second token belongs to the group of the first. */
  | 'acceptedSameGroup'
  | 'refused'
  /** The token belongs to the group that may stop whatever runs, and start nothing. */
  | 'masterPass'
  /** By remote stop, time-out, the end of the transaction or the CSMS. */
  | 'withdrawn';

type AuthorizationAction = 'ask' | 'grant' | 'refuse' | 'stop' | 'stopByGroup' | 'stopAll';

export const AUTHORIZATION: StateTable<
  AuthorizationState,
  AuthorizationEvent,
  AuthorizationAction
> = {
  None: {
    presented: ['Checking', 'ask'],
    presentedAgain: ['Checking', 'ask'],
    granted: ['Authorized', 'grant'],
    accepted: ['None'],
    acceptedSameGroup: ['None'],
    refused: ['None'],
    masterPass: ['None'],
    withdrawn: ['None'],
  },
  Checking: {
    presented: ['Checking'],
    presentedAgain: ['Checking'],
    granted: ['Authorized', 'grant'],
    accepted: ['Authorized', 'grant'],
    acceptedSameGroup: ['Authorized', 'grant'],
    refused: ['None', 'refuse'],
    masterPass: ['None', 'refuse', 'stopAll'],
    withdrawn: ['None'],
  },
  Authorized: {
    presented: ['CheckingSecond', 'ask'],
    presentedAgain: ['None', 'stop'],
    granted: ['Authorized'],
    accepted: ['Authorized'],
    acceptedSameGroup: ['Authorized'],
    refused: ['Authorized'],
    masterPass: ['Authorized'],
    withdrawn: ['None'],
  },
  CheckingSecond: {
    presented: ['CheckingSecond'],
    presentedAgain: ['None', 'stop'],
    granted: ['CheckingSecond'],
    accepted: ['Authorized', 'refuse'],
    acceptedSameGroup: ['None', 'stopByGroup'],
    refused: ['Authorized', 'refuse'],
    masterPass: ['Authorized', 'stopAll'],
    withdrawn: ['None'],
  },
};

/** Whether energy may flow. */
export const IS_AUTHORIZED: Readonly<Record<AuthorizationState, boolean>> = {
  None: false,
  Checking: false,
  Authorized: true,
  CheckingSecond: true,
};
