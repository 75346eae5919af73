/** Something the user asked for cannot be done; the message says what, for the user's eyes. */
export class UsageError extends Error {}
