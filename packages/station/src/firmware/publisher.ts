/** Offers firmware files to the charging stations behind a Local Controller. */
export interface FirmwarePublisher {
  /**
   * @param checksum MD5 in hexadecimal; it names the file
   * @returns where it is offered, one URI for each protocol
   */
  publish(checksum: string, image: Uint8Array): Promise<readonly string[]>;
  /** 2.1 part 2, L04. */
  unpublish(checksum: string): 'Unpublished' | 'NoFirmware' | 'DownloadOngoing';
}
