import type { StateTable } from '../machine.ts';

/** Whether the EVSE offers energy to a vehicle that is authorized, and what keeps it from that. */
export type SupplyState = 'Offered' | 'IdRefused' | 'Faulted' | 'IdRefusedFaulted';

/** `idRefused`: the CSMS refused the token of the running transaction. */
export type SupplyEvent = 'idRefused' | 'sessionOver' | 'faulted' | 'faultCleared';

export const SUPPLY: StateTable<SupplyState, SupplyEvent> = {
  Offered: {
    idRefused: ['IdRefused'],
    sessionOver: ['Offered'],
    faulted: ['Faulted'],
    faultCleared: ['Offered'],
  },
  IdRefused: {
    idRefused: ['IdRefused'],
    sessionOver: ['Offered'],
    faulted: ['IdRefusedFaulted'],
    faultCleared: ['IdRefused'],
  },
  Faulted: {
    idRefused: ['IdRefusedFaulted'],
    sessionOver: ['Faulted'],
    faulted: ['Faulted'],
    faultCleared: ['Offered'],
  },
  IdRefusedFaulted: {
    idRefused: ['IdRefusedFaulted'],
    sessionOver: ['Faulted'],
    faulted: ['IdRefusedFaulted'],
    faultCleared: ['IdRefused'],
  },
};
