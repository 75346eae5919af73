import { ACTIONS, peerOf, type Role, VERSIONS, type Version } from '@northbound/protocol';
import { BoundedMap } from './bounded-map.ts';
import { readFrame } from './frame.ts';
import type { LogFrame, RequestMessage, WireMessage } from './model.ts';
import type { Protocols } from './schema.ts';

/** Stations whose evidence is kept apart; of more, those not heard for longest are judged by the whole log. */
const MAX_STATIONS = 2000;
const MAX_RECENT_CALLS = 5000;

/** How sure it is which version a log speaks. */
export type Certainty =
  /** Said by an option, by the log's own fields, or by the sub-protocol of a handshake. */
  | 'named'
  /** Some messages exist in this version only, none contradicts it. */
  | 'certain'
  /** It fits more messages than any other. */
  | 'likely'
  /** Several fit equally; the oldest of them is taken. */
  | 'guess';

/** Which version a log speaks, as far as its messages tell. */
export interface VersionVerdict {
  readonly version: Version;
  readonly certainty: Certainty;
  /** Versions that fit as well. */
  readonly alsoFits: readonly Version[];
}

/** How often something pointed to each version. */
type Tally = Record<Version, number>;

class StationEvidence {
  readonly fits: Tally = { '1.6': 0, '2.0.1': 0, '2.1': 0 };
  readonly exclusive: Tally = { '1.6': 0, '2.0.1': 0, '2.1': 0 };
  readonly named: Tally = { '1.6': 0, '2.0.1': 0, '2.1': 0 };
  calls = 0;
  answers = 0;
}

/** What a first look over a log teaches about the whole of it, before any frame is explained. */
export class Evidence {
  readonly #protocols: Protocols;
  readonly #all = new StationEvidence();
  readonly #stations = new BoundedMap<string, StationEvidence>(MAX_STATIONS);
  readonly #recent = new BoundedMap<
    string,
    { readonly station: string | undefined; readonly call: RequestMessage }
  >(MAX_RECENT_CALLS);
  #firstOwner: Role | undefined;
  readonly #owner = { ChargingStation: 0, CSMS: 0 };
  /** Answers found under the same guessed station name as their calls, and under another. */
  readonly #guesses = { same: 0, other: 0 };

  constructor(protocols: Protocols) {
    this.#protocols = protocols;
  }

  add(frame: LogFrame): void {
    const evidence = [this.#all, ...(frame.station === undefined ? [] : [this.#of(frame.station)])];
    for (const each of evidence) {
      if (frame.version !== undefined) each.named[frame.version] += 1;
    }
    // Read as 2.1, whose message types include those of the others.
    const { message } = readFrame(frame.text, '2.1');
    if (message === undefined) return;
    const asked =
      message.kind === 'CALL' || message.kind === 'SEND' ? undefined : this.#callOf(frame, message);
    if (message.kind === 'CALL' || message.kind === 'SEND') {
      this.#recent.set(message.id, { station: frame.station, call: message });
      this.#learnOwner(frame, message);
    }
    const fits = VERSIONS.filter((version) => this.#fits(version, message, asked));
    const only = fits.length === 1 ? fits[0] : undefined;
    for (const each of evidence) {
      if (message.kind === 'CALL' || message.kind === 'SEND') each.calls += 1;
      else each.answers += 1;
      for (const version of fits) each.fits[version] += 1;
      if (only !== undefined) each.exclusive[only] += 1;
      // A known action with a broken payload still points to the versions that know it.
      if (fits.length === 0 && 'action' in message) {
        for (const version of VERSIONS.filter((known) => ACTIONS[known].has(message.action))) {
          each.fits[version] += 0.5;
        }
      }
    }
  }

  /** A line beside the frames named a version, as a handshake does. */
  addNamed(named: ReadonlyMap<Version, number>): void {
    for (const [version, count] of named) this.#all.named[version] += count;
  }

  verdict(station: string | undefined): VersionVerdict {
    const own = station === undefined ? undefined : this.#stations.get(station);
    return judge(own !== undefined && own.calls + own.answers > 0 ? own : this.#all);
  }

  hasAnswers(station: string | undefined): boolean {
    const own = station === undefined ? undefined : this.#stations.get(station);
    return (own ?? this.#all).answers > 0;
  }

  /** Whose log it is, so that "sent" and "received" mean something: what most calls say, or else the first. */
  get owner(): Role | undefined {
    const { ChargingStation, CSMS } = this.#owner;
    if (ChargingStation === CSMS) return this.#firstOwner;
    return ChargingStation > CSMS ? 'ChargingStation' : 'CSMS';
  }

  /** Whether unlabelled words before frames really are station names: answers then share them with their calls. */
  get guessedStationsHold(): boolean {
    return this.#guesses.other <= this.#guesses.same;
  }

  #of(station: string): StationEvidence {
    const known = this.#stations.get(station) ?? new StationEvidence();
    this.#stations.set(station, known);
    return known;
  }

  #callOf(frame: LogFrame, message: WireMessage): RequestMessage | undefined {
    const recent = this.#recent.get(message.id);
    if (recent !== undefined && frame.stationIsGuess) {
      this.#guesses[recent.station === frame.station ? 'same' : 'other'] += 1;
    }
    return recent?.call;
  }

  #learnOwner(frame: LogFrame, { action }: RequestMessage): void {
    if (frame.mark === undefined) return;
    const from = VERSIONS.map((version) => ACTIONS[version].get(action)?.from).find(
      (role) => role !== undefined,
    );
    if (from === undefined || from === 'Both') return;
    const owner = frame.mark === 'out' ? from : peerOf(from);
    this.#firstOwner ??= owner;
    this.#owner[owner] += 1;
  }

  #fits(version: Version, message: WireMessage, asked: RequestMessage | undefined): boolean {
    const protocol = this.#protocols[version];
    if (protocol === undefined) return false;
    switch (message.kind) {
      case 'CALL':
      case 'SEND':
        return (
          protocol.actions.get(message.action)?.kind === message.kind &&
          protocol.request(message.action)?.is(message.payload) === true
        );
      case 'CALLRESULT':
        return asked !== undefined && protocol.response(asked.action)?.is(message.payload) === true;
      case 'CALLRESULTERROR':
        return version === '2.1';
      default:
        return false;
    }
  }
}

function judge({ fits, exclusive, named }: StationEvidence): VersionVerdict {
  const bestNamed = most(named);
  if (named[bestNamed] > 0) return { version: bestNamed, certainty: 'named', alsoFits: [] };
  const version = most(fits);
  const alsoFits = VERSIONS.filter((other) => other !== version && fits[other] === fits[version]);
  const others = VERSIONS.filter((other) => other !== version);
  const isCertain = exclusive[version] > 0 && others.every((other) => exclusive[other] === 0);
  if (alsoFits.length > 0) return { version, certainty: 'guess', alsoFits };
  return { version, certainty: isCertain ? 'certain' : 'likely', alsoFits };
}

/** The version with the highest count; of several the oldest. */
function most(tally: Readonly<Tally>): Version {
  return VERSIONS.reduce((best, version) => (tally[version] > tally[best] ? version : best));
}
