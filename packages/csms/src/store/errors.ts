/** Why the store could not do what was asked. */
export type DatabaseErrorKind =
  | 'full'
  | 'disk'
  | 'locked'
  | 'readOnly'
  | 'damaged'
  | 'newer'
  | 'cannotOpen'
  | 'constraint'
  | 'closed'
  | 'failed';

/** What an operator reads when the store refuses; each says what to do. */
const ADVICE: Record<DatabaseErrorKind, string> = {
  full: 'no space is left for the data file; free some and the stations repeat what was refused',
  disk: 'the disk of the data file refuses; check its room, quotas and limits on files, and that it is healthy',
  locked: 'another process holds the data file; only one CSMS may use it',
  readOnly: 'the data file cannot be written; check the permissions of the file and its directory',
  damaged: 'the data file is damaged or is no database; restore it from a backup',
  newer:
    'a newer Northbound has written the data; start that one, or restore a backup that this one made',
  cannotOpen: 'the data file cannot be opened; check that its directory exists and may be written',
  constraint: 'a row contradicts the schema',
  closed: 'the store is closed',
  failed: 'the store failed',
};

/** Kinds that are no fault of what was to be stored: nothing can be, until somebody acts. */
const OF_THE_STORE: ReadonlySet<DatabaseErrorKind> = new Set([
  'full',
  'disk',
  'locked',
  'readOnly',
  'damaged',
  'cannotOpen',
  'closed',
]);

/** A store that refuses. Nothing of the batch was applied. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError';
  readonly kind: DatabaseErrorKind;
  /** What the store itself said. */
  readonly detail: string;

  constructor(kind: DatabaseErrorKind, detail: string) {
    super(detail === '' ? ADVICE[kind] : `${ADVICE[kind]} (${detail})`);
    this.kind = kind;
    this.detail = detail;
  }

  /** What to do, without the store's own words, which may name files. */
  get advice(): string {
    return ADVICE[this.kind];
  }

  /** Whether the store as a whole refuses, and not only this batch. */
  get isOfTheStore(): boolean {
    return OF_THE_STORE.has(this.kind);
  }
}

/** A backup that cannot be put back. The data file was not touched. */
export class BackupError extends DatabaseError {
  override readonly name = 'BackupError';
}
