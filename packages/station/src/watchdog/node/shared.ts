/** Places in the memory that the watchdog's thread shares with the application's. */
export const BEATS = 0;
export const STOPPED = 1;
