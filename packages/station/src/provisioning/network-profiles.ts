import type { Ocpp21 } from '@northbound/protocol';
import { isEndpoint, type NetworkProfile } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { SLOTS } from '../device-model/rows.ts';
import type { VariableSpec } from '../device-model/schema.ts';
import { NO_ROOM, type SetOutcome } from '../device-model/variables.ts';
import { invalid, NetworkRules, rejected, schemeOf } from './network-rules.ts';
import { NetworkSlots } from './network-slots.ts';
import { Passwords } from './passwords.ts';

export interface NetworkEffects {
  /** Connects anew, with what {@link NetworkProfiles.candidates} says then. */
  reconnect(): void;
  /** They say something else from now on; a connection that there is stays. */
  candidatesChanged(): void;
}

const ACTIVE = 'network:active';
const TRIAL = 'network:trial';

/**
 * The slots for network connection profiles, and the way from one to another (2.1 part 2, A05, B09
 * and B10). What they hold is kept in the device model's NetworkConfiguration.
 */
export class NetworkProfiles {
  readonly passwords: Passwords;
  readonly #core: Core;
  readonly #slots: NetworkSlots;
  readonly #rules: NetworkRules;
  readonly #effects: NetworkEffects;
  /** In the order of the last boot: NetworkConfigurationPriority counts from the next one. */
  #order: readonly string[] = [];
  /** What is stored of it. */
  #active: string | undefined;
  /** The slot of this boot's last connection. */
  #connected: string | undefined;

  constructor(core: Core, effects: NetworkEffects) {
    this.#core = core;
    this.#effects = effects;
    this.passwords = new Passwords(core);
    this.#slots = new NetworkSlots(core);
    this.#rules = new NetworkRules(core, this.#slots);
    this.#takeOrder();
  }

  /** The slot of the last connection that came about. */
  get active(): string {
    // Every message asks for it: its time-out hangs on it.
    this.#active ??= this.#core.storage.values.get(ACTIVE) ?? '1';
    return this.#active;
  }

  /** The security profile of the last connection (SecurityCtrlr.SecurityProfile). */
  get securityProfile(): number {
    return this.#slots.securityProfileOf(this.active);
  }

  /**
   * What to try, in this order and from the beginning again: the slot that is in use, the others by
   * their priority, and where none of those helps the last that did (B10.FR.07, B10.FR.08).
   */
  candidates(): readonly NetworkProfile[] {
    const start = Math.max(0, this.#order.indexOf(this.#connected ?? ''));
    const rotated = [...this.#order.slice(start), ...this.#order.slice(0, start)];
    const inUse = this.#connected === undefined ? [] : [this.#connected];
    const slots = new Set([...inUse, ...rotated, this.active]);
    const ways = [...slots].map((slot) => this.#waysTo(slot));
    const most = Math.max(...ways.map(({ length }) => length));
    // An older certificate comes after all slots with the newest (A02.FR.28).
    return Array.from({ length: most }, (_, age) => ways.flatMap((way) => way[age] ?? [])).flat();
  }

  /** By the certificates to try, the newest first: the profiles of a slot, one for each password. */
  #waysTo(slot: string): readonly (readonly NetworkProfile[])[] {
    const url = this.#slots.read(slot, 'ocppcsmsurl');
    if (url === '') return [];
    const securityProfile = this.#slots.securityProfileOf(slot);
    const passwords = securityProfile === 3 ? [] : this.passwords.of(slot);
    return this.#core.certificates.identities(securityProfile).map((tls) => {
      const profile = { slot: Number(slot), url, ...(tls !== undefined && { tls }) };
      return passwords.length === 0
        ? [profile]
        : passwords.map((password) => ({ ...profile, password }));
    });
  }

  /**
   * @param root what vouched for the CSMS, PEM, as far as that is known
   * @returns whether it is another slot than before in this boot: that needs a new BootNotification (B10.FR.10)
   */
  connected({ slot: number, password, tls }: NetworkProfile, root?: string): boolean {
    const slot = String(number);
    const before = this.#connected;
    this.#connected = slot;
    // Before the slot is the active one: what a power cut leaves of them goes with the next connection.
    if (this.#slots.securityProfileOf(slot) > this.securityProfile) this.#removeLowerProfiles(slot);
    if (this.active !== slot && this.#core.storage.values.keep(ACTIVE, slot)) this.#active = slot;
    if (password !== undefined) this.passwords.worked(slot, password);
    this.#core.certificates.connected(tls ?? {}, root);
    this.#endTrial(slot);
    return before !== undefined && before !== slot;
  }

  /** SetNetworkProfile (B09). */
  set({
    configurationSlot,
    connectionData,
  }: Ocpp21.SetNetworkProfileRequest): Ocpp21.SetNetworkProfileResponse {
    const slot = String(configurationSlot);
    const refusal =
      this.#rules.slotRefusal(slot, this.active) ??
      this.#rules.downgrade(connectionData.securityProfile) ??
      this.#rules.invalid(connectionData);
    if (refusal !== undefined) {
      const { reasonCode, problem } = refusal;
      return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo: problem } };
    }
    const { ocppCsmsUrl, securityProfile, messageTimeout, ocppInterface } = connectionData;
    const { ocppVersion, basicAuthPassword } = connectionData;
    const content = {
      ocppcsmsurl: ocppCsmsUrl.replace(/\/+$/, ''),
      securityprofile: String(securityProfile),
      messagetimeout: String(messageTimeout),
      ocppinterface: ocppInterface,
      ...(ocppVersion !== undefined && { ocppversion: ocppVersion }),
    };
    const password =
      basicAuthPassword === undefined
        ? this.passwords.copied(this.active, slot)
        : this.passwords.provided(slot, utf8(basicAuthPassword));
    if (this.#slots.fill(slot, content, password)) return { status: 'Accepted' };
    const { reasonCode, problem } = NO_ROOM;
    return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo: problem } };
  }

  /**
   * What becomes of a value that a CSMS sets, where it is about connections.
   * @returns undefined when the device model alone decides
   */
  take(
    { component, componentInstance: slot, variable }: VariableSpec,
    value: string,
  ): SetOutcome | undefined {
    if (component === 'OCPPCommCtrlr' && variable === 'NetworkConfigurationPriority') {
      return this.#rules.priorityRefusal(value.split(',').map((each) => each.trim()));
    }
    if (component === 'SecurityCtrlr' && variable === 'BasicAuthPassword') {
      return this.changePassword(value, utf8(value));
    }
    if (component !== 'NetworkConfiguration' || slot === undefined) return undefined;
    const refusal = this.#rules.slotRefusal(slot, this.active);
    if (refusal !== undefined) return refusal;
    switch (variable) {
      case 'SecurityProfile':
        return this.#rules.downgrade(Number(value));
      case 'OcppCsmsUrl':
        return value === '' || isEndpoint(value) ? undefined : invalid('is no WebSocket URL');
      case 'BasicAuthPassword': {
        const problem = this.passwords.problem(value);
        if (problem !== undefined) return rejected('InvalidValue', problem);
        return this.passwords.provide(slot, utf8(value)) ? { status: 'Accepted' } : NO_ROOM;
      }
      default:
        return undefined;
    }
  }

  /** With what the station knows of certificates now. */
  reconnect(): void {
    this.#effects.reconnect();
  }

  /** Certificates or variables that {@link candidates} goes by are others now. */
  candidatesChanged(): void {
    this.#effects.candidatesChanged();
  }

  /** A new password for all slots, and a new connection with it (A01; B09.FR.27). */
  changePassword(text: string, password: Uint8Array): SetOutcome {
    const problem = this.passwords.problem(text);
    if (problem !== undefined) return rejected('InvalidValue', problem);
    if (!this.passwords.change(SLOTS, password)) return NO_ROOM;
    // A01.FR.11, without the password itself.
    this.#core.security.record('ReconfigurationOfSecurityParameters', 'BasicAuthPassword');
    this.#core.after(0, () => this.#effects.reconnect());
    return { status: 'Accepted' };
  }

  /**
   * SecurityProfile of 1.6 (security whitepaper, A05): connects anew with a higher profile, and
   * goes back when the CSMS does not take it.
   */
  upgrade(securityProfile: number): SetOutcome {
    const { active } = this;
    if (securityProfile <= this.securityProfile) {
      return rejected('NoSecurityDowngrade', 'is not higher than the present one');
    }
    const url = this.#slots
      .read(active, 'ocppcsmsurl')
      .replace(/^wss?:/, schemeOf(securityProfile));
    const slot = SLOTS.find((each) => each !== active && !this.#slots.priority.includes(each));
    const refusal = this.#rules.unmet(securityProfile, active);
    if (refusal !== undefined) return refusal;
    if (slot === undefined) return rejected('InvalidConfSlot', 'No slot is free.');
    const content = { ocppcsmsurl: url, securityprofile: String(securityProfile) };
    // With the trial a slot goes that the power has cut short.
    const beside = [[TRIAL, slot] as const, ...this.passwords.copied(active, slot)];
    const priority = [slot, ...this.#slots.priority];
    if (!this.#slots.fill(slot, content, beside, priority)) return NO_ROOM;
    this.#core.security.record(
      'ReconfigurationOfSecurityParameters',
      `SecurityProfile ${securityProfile}`,
    );
    this.#connected = undefined;
    this.#takeOrder();
    this.#core.after(0, () => this.#effects.reconnect());
    return { status: 'Accepted' };
  }

  /** A trial is over: the slot that was tried stays, or goes when an older one had to help. */
  #endTrial(slot: string): void {
    const { values } = this.#core.storage;
    const trial = values.get(TRIAL);
    if (trial === undefined) return;
    // The slot first: where the power cuts in between it is taken out once more.
    if (trial !== slot) this.#remove([trial]);
    values.delete(TRIAL);
  }

  /** A05.FR.06 */
  #removeLowerProfiles(than: string): void {
    const securityProfile = this.#slots.securityProfileOf(than);
    this.#remove(SLOTS.filter((slot) => this.#slots.securityProfileOf(slot) < securityProfile));
  }

  #remove(slots: readonly string[]): void {
    for (const slot of slots) {
      this.#slots.put(slot, 'ocppcsmsurl', '');
      this.passwords.forget(slot);
    }
    const rest = this.#slots.priority.filter((slot) => !slots.includes(slot));
    this.#slots.priority = rest.length > 0 ? rest : [this.#connected ?? this.active];
    this.#takeOrder();
  }

  #takeOrder(): void {
    this.#order = this.#slots.priority;
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
