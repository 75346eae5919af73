import {
  type AnyPeer,
  createRpcClient,
  type Dialer,
  type Link,
  type LinkFailure,
  type NetworkProfile,
  type RpcClient,
  RpcError,
  type SessionObserver,
  SilentRefusal,
  type SupportedVersions,
} from '@northbound/rpc';
import { VARIABLE } from '../device-model/names.ts';
import type { StationContext } from '../dialects/context.ts';
import type { StationPorts } from '../ports.ts';
import type { RegistrationState } from '../provisioning/registration-table.ts';

/** What a link tells the station. */
export interface LinkEffects {
  /** @param root what vouched for the CSMS, PEM, as far as that is known */
  up(peer: AnyPeer<'ChargingStation'>, profile: NetworkProfile, root?: string): void;
  down(): void;
  failed(failure: LinkFailure): void;
  /** A message left for the CSMS. */
  sent(): void;
}

/** The context of a session: a station, and what its link tells. */
export interface LinkContext extends StationContext {
  readonly effects: LinkEffects;
}

/** Whether the CSMS may ask before it has accepted the boot (2.1 part 2, B01.FR.10, B02, B03). */
const ANSWERS: Readonly<Record<RegistrationState, boolean>> = {
  Unregistered: false,
  Booting: false,
  Pending: true,
  PendingBooting: true,
  Rejected: false,
  Accepted: true,
};

/** The same objects serve all stations: the context tells them apart. */
const gate = (_action: string, direction: 'in' | 'out', { registration, core }: LinkContext) => {
  if (direction === 'out' || ANSWERS[registration]) return undefined;
  // 2.x wants an error (B03.FR.08), 1.6 no message at all before the interval is over (4.2).
  const wantsSilence = registration === 'Rejected' && core.link?.version === '1.6';
  const Refusal = wantsSilence ? SilentRefusal : RpcError;
  return new Refusal('SecurityError', 'The boot is not accepted.');
};

const observer: SessionObserver<LinkContext> = {
  frame: ({ core, effects }, direction, kind, _messageId, action, text) => {
    if (direction === 'out' && kind === 'CALL') effects.sent();
    if (!core.watches('frame')) return;
    core.tell({ type: 'frame', direction, kind, text, ...(action !== undefined && { action }) });
  },
  report: ({ core }, report) => {
    core.security.reported(report);
    core.tell({ type: 'report', report });
  },
};

/** The station's way to its CSMS: connects, and connects again, until it is closed. */
export class StationLink {
  readonly #client: RpcClient;
  readonly #effects: LinkEffects;
  #link: Link | undefined;
  #open = true;

  constructor(
    ports: StationPorts,
    context: LinkContext,
    versions: SupportedVersions<'ChargingStation', StationContext>,
  ) {
    const { config, network, variables } = context.core;
    const { effects } = context;
    this.#effects = effects;
    const dialer: Dialer = (target, listener) => {
      this.#link = ports.dialer(target, listener);
      return this.#link;
    };
    this.#client = createRpcClient<LinkContext>(
      {
        identity: config.identity,
        versions,
        preference: config.versions,
        profiles: network.candidates(),
        context,
        backOff: {
          waitMinimumS: variables.integer(VARIABLE.backOffWaitMinimum),
          repeatTimes: variables.integer(VARIABLE.backOffRepeatTimes),
          randomRangeS: variables.integer(VARIABLE.backOffRandomRange),
        },
        attemptsPerProfile: variables.integer(VARIABLE.connectionAttempts),
        pingIntervalS: variables.integer(VARIABLE.pingInterval),
        gate,
        observer,
        onConnect: (peer, profile) => {
          effects.up(peer, profile, profile.tls?.ca?.[this.#link?.verifiedBy ?? -1]);
        },
        onDisconnect: () => this.#lost(),
        onFailure: (failure) => effects.failed(failure),
      },
      { clock: ports.clock, random: ports.random, dialer },
    );
    this.#client.start();
  }

  /** What it tries when the connection that there is has ended. */
  setProfiles(profiles: readonly NetworkProfile[]): void {
    this.#client.setProfiles(profiles);
  }

  /** WebSocketPingInterval has a new value, in seconds. */
  setPingInterval(intervalS: number): void {
    this.#client.setPingInterval(intervalS);
  }

  /** Closes the connection as RFC 6455 wants it. */
  close(): Promise<void> {
    this.#lost();
    this.#open = false;
    return this.#client.stop();
  }

  /** The connection breaks without a word: a cable is pulled, or the power is gone. */
  breakOff(): Promise<void> {
    this.#link?.terminate();
    return this.close();
  }

  /** Once closed from this side the station has another link, or none: what this one tells is late. */
  #lost(): void {
    if (this.#open) this.#effects.down();
  }
}
