/** What came of installing an image. */
export type Installation =
  | { readonly result: 'installed'; readonly version: string; readonly needsReboot: boolean }
  /** The image is damaged, or no image of this station (L01.FR.29). */
  | { readonly result: 'notVerified' }
  | { readonly result: 'failed' };

/**
 * The memory for a firmware image beside the one that runs, and the boot loader's switch between
 * them. Both outlive a power cut.
 */
export interface FirmwareBank {
  /** In place of the image that was here. @throws where it cannot: the download has failed */
  store(image: Uint8Array): void;
  stored(): Uint8Array | undefined;
  discard(): void;
  /**
   * Checks the image and makes it the one that runs next. A power cut in between: called again. A rejection is a
   * failure like that which it can tell.
   */
  install(): Promise<Installation>;
}
