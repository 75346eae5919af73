/** One whole and consistent copy of the store. */
export interface BackupView {
  readonly name: string;
  /** Where it lies on the machine of the CSMS. */
  readonly file: string;
  readonly sizeBytes: number;
}
