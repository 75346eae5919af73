import type { Version } from '@northbound/protocol';
import { RESULT } from './frames.ts';
import type { Violation } from './violation.ts';

const SIGNED = /^\[2,"([^"]+)","CertificateSigned"/;
const CHAIN = /"certificateChain":("(?:[^"\\]|\\.)*")/;
const DISCARDED = '"DiscardedRenewedClientCertificate"';

/** What is looked at of a station in the end. */
interface Watched {
  readonly identity: string;
  readonly version: Version | undefined;
  /** What its flash has forgotten it cannot show. */
  readonly isRotten: boolean;
  /** What it was delivered with; absent where it connects without. */
  readonly factoryCertificate: string | undefined;
  /** What it showed when it connected last. */
  readonly certificateInUse: string | undefined;
}

/**
 * A station that has accepted a certificate shows it from then on, over all power cuts, unless it has told that only the
 * old one worked (2.1 part 2, A02.FR.08, .10, .28 and .29). 1.6 has no word to tell that: there the first connection
 * after it has accepted one shows it.
 */
export class CertificateWatch {
  /**
   * By station, and by message id: chains that it has taken from the wire and not answered. Where its power went between
   * the two it may show one of them or not.
   */
  readonly #offered = new Map<string, Map<string, string>>();
  /** By station, the newest last. */
  readonly #accepted = new Map<string, string[]>();
  readonly #discarded = new Set<string>();
  /** Stations that have not connected since they accepted a certificate. */
  readonly #trying = new Set<string>();
  readonly #wentBack = new Set<string>();

  /** A station takes a text from the wire. */
  taken(identity: string, text: string): void {
    const [, id] = SIGNED.exec(text) ?? [];
    if (id === undefined) return;
    const [, chain] = CHAIN.exec(text) ?? [];
    if (chain === undefined) return;
    const offered = this.#offered.get(identity) ?? new Map<string, string>();
    this.#offered.set(identity, offered.set(id, JSON.parse(chain)));
  }

  /** A station gives a text to the wire. */
  sent(identity: string, text: string): void {
    if (text.startsWith('[2')) {
      if (text.includes(DISCARDED)) this.#discarded.add(identity);
      return;
    }
    const offered = this.#offered.get(identity);
    if (offered === undefined) return;
    const [, id = ''] = RESULT.exec(text) ?? [];
    const chain = offered.get(id);
    if (chain === undefined) return;
    offered.delete(id);
    if (!text.includes('"Accepted"')) return;
    offered.clear();
    this.#discarded.delete(identity);
    this.#wentBack.delete(identity);
    this.#trying.add(identity);
    this.#accepted.set(identity, [...(this.#accepted.get(identity) ?? []), chain]);
  }

  /** A connection came about with a certificate. */
  opened(identity: string, certificate: string | undefined): void {
    if (!this.#trying.delete(identity)) return;
    if (certificate !== this.#accepted.get(identity)?.at(-1)) this.#wentBack.add(identity);
  }

  /** When everything is quiet. */
  check(stations: readonly Watched[]): Violation[] {
    return stations.flatMap((station) => {
      const { identity, version, isRotten, factoryCertificate, certificateInUse } = station;
      if (factoryCertificate === undefined || isRotten) return [];
      const had = [factoryCertificate, ...(this.#accepted.get(identity) ?? [])];
      const backSilently = version === '1.6' && this.#wentBack.has(identity);
      const right = [
        ...(this.#discarded.has(identity) || backSilently ? had : had.slice(-1)),
        ...(this.#offered.get(identity)?.values() ?? []),
      ];
      if (certificateInUse !== undefined && right.includes(certificateInUse)) return [];
      const what =
        certificateInUse === undefined
          ? 'connects without a certificate'
          : 'connects with another certificate than the one that it accepted last';
      return [{ rule: 'certificate', place: identity, what }];
    });
  }
}
