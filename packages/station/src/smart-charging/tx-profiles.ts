import type { InstalledProfile } from '@northbound/energy';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import { SparseMap } from '../sparse-map.ts';
import type { ProfileList } from './profile-list.ts';

/** Which profiles belong to which transaction, and how long (2.1 part 2, K02.FR.05, K05). */
export class TxProfiles {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  /** EVSEs whose remote start is answered, and comes next. */
  readonly #starting = new SparseMap<number, true>();

  constructor(core: Core, profiles: ProfileList) {
    this.#core = core;
    this.#profiles = profiles;
  }

  /** A remote start will be accepted: its profile waits, whatever happens before it. */
  startComes({ id }: Evse): void {
    this.#starting.set(id, true);
  }

  /** It has begun, or has come to nothing. */
  startFollowed({ id }: Evse): void {
    if (this.#starting.delete(id)) this.dropOutdated();
  }

  /** A profile that waited for a transaction gets its id (K05.FR.02). */
  attach({ id, transaction }: Evse): void {
    this.dropOutdated();
    const transactionId = transaction.running?.transactionId;
    if (transactionId === undefined) return;
    const waits = ({ evseId, fromRequestStart, profile }: InstalledProfile): boolean =>
      evseId === id && fromRequestStart === true && profile.transactionId === undefined;
    if (!this.#profiles.all.some(waits)) return;
    const attached = this.#profiles.all.map((installed) =>
      waits(installed)
        ? { ...installed, profile: { ...installed.profile, transactionId } }
        : installed,
    );
    // Where the storage has no room for the id, the next boot finds out again whose it is.
    if (!this.#profiles.replace(attached)) this.#profiles.update(attached);
  }

  dropOutdated(): void {
    this.#profiles.keep(this.#profiles.all.filter((installed) => !this.#isOutdated(installed)));
  }

  /** TxProfiles end with their transaction (K02.FR.05), or when nobody is authorized by the remote start. */
  #isOutdated({ evseId, fromRequestStart, profile }: InstalledProfile): boolean {
    if (profile.chargingProfilePurpose !== 'TxProfile' || this.#starting.has(evseId)) return false;
    const evse = this.#core.evses[evseId - 1];
    const running = evse?.transaction.running;
    const { transactionId } = profile;
    if (transactionId !== undefined && transactionId !== running?.transactionId) return true;
    const isUsed = fromRequestStart ? running?.idToken !== undefined : running !== undefined;
    return !isUsed && (evse?.authorization.state ?? 'None') === 'None';
  }
}
