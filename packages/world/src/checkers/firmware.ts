import type { Violation } from './violation.ts';

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  readonly board: { readonly config: { readonly firmwareVersion?: string } };
  readonly firmware: {
    /** Absent as long as it is what the station was delivered with. */
    readonly installedVersion: string | undefined;
    readonly isDamaged: boolean;
  };
}

/**
 * No damaged image is installed (2.1 part 2, L01.FR.29), and the CSMS knows what runs.
 *
 * @param believed what the CSMS was told by the last BootNotification
 */
export function checkFirmware(
  { identity, board, firmware }: Watched,
  believed: string | undefined,
): Violation[] {
  const { installedVersion = board.config.firmwareVersion, isDamaged } = firmware;
  const found = (what: string) => ({ rule: 'firmware', place: identity, what });
  const violations: Violation[] = [];
  if (isDamaged) violations.push(found(`has installed a damaged ${installedVersion}`));
  if (installedVersion !== believed) {
    violations.push(found(`runs ${installedVersion}, the CSMS believes ${believed}`));
  }
  return violations;
}

/** What is looked at of an update. */
interface Update {
  readonly imageId?: number;
  readonly state: string;
}

/** Of no image that is damaged anybody says that it was installed. */
export function checkUpdates(
  identity: string,
  updates: readonly Update[],
  damagedImages: ReadonlySet<number>,
): Violation[] {
  return updates
    .filter(({ imageId = 0 }) => damagedImages.has(imageId))
    .filter(({ state }) => state === 'Installed' || state === 'Confirmed')
    .map(({ imageId, state }) => {
      const what = `says ${state} of the damaged image ${imageId}`;
      return { rule: 'firmware', place: identity, what };
    });
}
