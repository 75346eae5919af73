/** One whole and consistent copy of the store, with the files that its books name. */
export interface BackupView {
  readonly name: string;
  /** The directory in which it lies on the machine of the CSMS. */
  readonly file: string;
  readonly sizeBytes: number;
  /** Files that were removed while it was made, or were not what had been stored: they are gone in it. */
  readonly filesLeftOut?: readonly number[];
}

/** For how many days what is not in the books is kept; for ever where nothing is said. */
export interface RetentionSettings {
  /** Commands that have come to their end. */
  readonly commandsKeptDays?: number;
  /** What the variables of stations were, and the reports that told it. */
  readonly historyKeptDays?: number;
  /** Events that stations told, and states of connectors. */
  readonly eventsKeptDays?: number;
  /** Alerts that are over; those that are open stay. */
  readonly alertsKeptDays?: number;
  /** Attempts to reach webhooks. */
  readonly deliveriesKeptDays?: number;
  /** Who changed what, and security events: as long as the law wants it. */
  readonly auditKeptDays?: number;
}
