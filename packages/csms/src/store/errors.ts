/** Why the store could not do what was asked. */
export type DatabaseErrorKind =
  | 'full'
  | 'locked'
  | 'readOnly'
  | 'damaged'
  | 'cannotOpen'
  | 'constraint'
  | 'closed'
  | 'failed';

/** What an operator reads when the store refuses; each says what to do. */
const ADVICE: Record<DatabaseErrorKind, string> = {
  full: 'no space is left for the data file; free some and the stations repeat what was refused',
  locked: 'another process holds the data file; only one CSMS may use it',
  readOnly: 'the data file cannot be written; check the permissions of the file and its directory',
  damaged: 'the data file is damaged or is no database; restore it from a backup',
  cannotOpen: 'the data file cannot be opened; check that its directory exists and may be written',
  constraint: 'a row contradicts the schema',
  closed: 'the store is closed',
  failed: 'the store failed',
};

/** A store that refuses. Nothing of the batch was applied. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly kind: DatabaseErrorKind;
  /** What the store itself said. */
  readonly detail: string;

  constructor(kind: DatabaseErrorKind, detail: string) {
    super(detail === '' ? ADVICE[kind] : `${ADVICE[kind]} (${detail})`);
    this.kind = kind;
    this.detail = detail;
  }
}
