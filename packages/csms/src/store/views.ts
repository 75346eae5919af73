/** One whole and consistent copy of the store, with the files that its books name. */
export interface BackupView {
  readonly name: string;
  /** The directory in which it lies on the machine of the CSMS. */
  readonly file: string;
  readonly sizeBytes: number;
  /** Files that were removed while it was made, or were not what had been stored: they are gone in it. */
  readonly filesLeftOut?: readonly number[];
}
