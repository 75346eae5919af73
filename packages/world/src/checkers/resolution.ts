/** Registers of 1.6 are whole watt-hours, at the begin and at the end of each transaction. */
export const RESOLUTION_WH = 1;
