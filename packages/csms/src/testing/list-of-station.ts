import assert from 'node:assert/strict';

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  assert.ok(typeof value === 'object' && value !== null);
  return { ...value };
}

/** A station's list, as the standard wants it: versions rise, full lists replace, entries without information go. */
export class ListOfStation {
  version = 0;
  readonly entries = new Map<string, unknown>();
  readonly updates: string[] = [];
  /** Entries of the last update. */
  last: readonly unknown[] = [];
  /** What the next update is answered with in place of the truth. */
  next: string | undefined;
  /** Entries a message may have. */
  mostItems = Number.POSITIVE_INFINITY;

  take(payload: unknown): { status: string } {
    const { versionNumber, listVersion, updateType, localAuthorizationList } = fieldsOf(payload);
    const version = Number(versionNumber ?? listVersion);
    const items = Array.isArray(localAuthorizationList) ? localAuthorizationList : [];
    this.last = items;
    this.updates.push(`${updateType} ${version} (${items.length})`);
    const forced = this.next;
    this.next = undefined;
    if (forced !== undefined) return { status: forced };
    if (items.length > this.mostItems) return { status: 'Failed' };
    if (updateType === 'Differential' && version <= this.version) {
      return { status: 'VersionMismatch' };
    }
    if (updateType === 'Full') this.entries.clear();
    for (const item of items) {
      const { idToken, idTag, idTokenInfo, idTagInfo } = fieldsOf(item);
      const id = String(idTag ?? fieldsOf(idToken).idToken);
      const info = idTokenInfo ?? idTagInfo;
      if (info === undefined) this.entries.delete(id);
      else this.entries.set(id, fieldsOf(info).status);
    }
    this.version = version;
    return { status: 'Accepted' };
  }
}
