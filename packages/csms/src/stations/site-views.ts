/** Where the stations of a group stand, when the group is a site. */
export interface SiteView {
  readonly address: string;
  /** Degrees, WGS 84. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** Of the IANA database: `Europe/Berlin`. */
  readonly timeZone?: string;
  /** How to get in, who to call. */
  readonly note?: string;
}
