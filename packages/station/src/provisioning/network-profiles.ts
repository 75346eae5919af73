import type { Ocpp21 } from '@northbound/protocol';
import type { NetworkProfile } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SLOTS } from '../device-model/rows.ts';
import type { VariableSpec } from '../device-model/schema.ts';
import type { SetOutcome } from '../device-model/variables.ts';
import { Passwords } from './passwords.ts';

type Refusal = Extract<SetOutcome, { status: 'Rejected' }>;

const ACTIVE = 'network:active';
const TRIAL = 'network:trial';

/** Of a slot, by the last part of its name in the schema. */
type SlotVariable =
  | 'ocppcsmsurl'
  | 'securityprofile'
  | 'messagetimeout'
  | 'ocppinterface'
  | 'ocppversion';

/**
 * The slots for network connection profiles, and the way from one to another (2.1 part 2, A05, B09
 * and B10). What they hold is kept in the device model's NetworkConfiguration.
 */
export class NetworkProfiles {
  readonly passwords: Passwords;
  readonly #core: Core;
  readonly #reconnect: () => void;
  /** In the order of the last boot: NetworkConfigurationPriority counts from the next one. */
  #order: readonly string[] = [];
  /** The slot of this boot's last connection. */
  #connected: string | undefined;

  /** @param reconnect connects anew, with what {@link NetworkProfiles.candidates} says then */
  constructor(core: Core, reconnect: () => void) {
    this.#core = core;
    this.#reconnect = reconnect;
    this.passwords = new Passwords(core);
    this.#takeOrder();
  }

  /** The slot of the last connection that came about. */
  get active(): string {
    return this.#core.storage.values.get(ACTIVE) ?? '1';
  }

  /** The security profile of the last connection (SecurityCtrlr.SecurityProfile). */
  get securityProfile(): number {
    return this.#securityProfileOf(this.active);
  }

  /**
   * What to try, in this order and from the beginning again: the slot that is in use, the others by
   * their priority, and where none of those helps the last that did (B10.FR.07, B10.FR.08).
   */
  candidates(): readonly NetworkProfile[] {
    const start = Math.max(0, this.#order.indexOf(this.#connected ?? ''));
    const rotated = [...this.#order.slice(start), ...this.#order.slice(0, start)];
    const slots = new Set([...rotated, this.active]);
    const ways = [...slots].map((slot) => this.#waysTo(slot));
    const most = Math.max(...ways.map(({ length }) => length));
    // An older certificate comes after all slots with the newest (A02.FR.28).
    return Array.from({ length: most }, (_, age) => ways.flatMap((way) => way[age] ?? [])).flat();
  }

  /** By the certificates to try, the newest first: the profiles of a slot, one for each password. */
  #waysTo(slot: string): readonly (readonly NetworkProfile[])[] {
    const url = this.#read(slot, 'ocppcsmsurl');
    if (url === '') return [];
    const securityProfile = this.#securityProfileOf(slot);
    const passwords = securityProfile === 3 ? [] : this.passwords.of(slot);
    return this.#core.certificates.identities(securityProfile).map((tls) => {
      const profile = { slot: Number(slot), url, ...(tls !== undefined && { tls }) };
      return passwords.length === 0
        ? [profile]
        : passwords.map((password) => ({ ...profile, password }));
    });
  }

  /** @returns whether it is another slot than before in this boot: that needs a new BootNotification (B10.FR.10) */
  connected({ slot: number, password, tls }: NetworkProfile): boolean {
    const slot = String(number);
    const before = this.#connected;
    const profileBefore = this.securityProfile;
    this.#connected = slot;
    if (this.active !== slot) this.#core.storage.values.set(ACTIVE, slot);
    if (password !== undefined) this.passwords.worked(slot, password);
    this.#core.certificates.connected(tls ?? {});
    this.#endTrial(slot);
    if (this.securityProfile > profileBefore) this.#removeLowerProfiles();
    return before !== undefined && before !== slot;
  }

  /** SetNetworkProfile (B09). */
  set({
    configurationSlot,
    connectionData,
  }: Ocpp21.SetNetworkProfileRequest): Ocpp21.SetNetworkProfileResponse {
    const slot = String(configurationSlot);
    const refusal =
      this.#slotRefusal(slot) ??
      this.#downgrade(connectionData.securityProfile) ??
      this.#invalid(connectionData);
    if (refusal !== undefined) {
      const { reasonCode, problem } = refusal;
      return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo: problem } };
    }
    const { ocppCsmsUrl, securityProfile, messageTimeout, ocppInterface } = connectionData;
    const { ocppVersion, basicAuthPassword } = connectionData;
    this.#put(slot, 'ocppcsmsurl', ocppCsmsUrl.replace(/\/+$/, ''));
    this.#put(slot, 'securityprofile', String(securityProfile));
    this.#put(slot, 'messagetimeout', String(messageTimeout));
    this.#put(slot, 'ocppinterface', ocppInterface);
    if (ocppVersion !== undefined) this.#put(slot, 'ocppversion', ocppVersion);
    if (basicAuthPassword !== undefined) this.passwords.provide(slot, utf8(basicAuthPassword));
    else this.passwords.copy(this.active, slot);
    return { status: 'Accepted' };
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
      return this.#priorityRefusal(value.split(',').map((each) => each.trim()));
    }
    if (component === 'SecurityCtrlr' && variable === 'BasicAuthPassword') {
      return this.changePassword(value, utf8(value));
    }
    if (component !== 'NetworkConfiguration' || slot === undefined) return undefined;
    const refusal = this.#slotRefusal(slot);
    if (refusal !== undefined) return refusal;
    switch (variable) {
      case 'SecurityProfile':
        return this.#downgrade(Number(value));
      case 'OcppCsmsUrl':
        return value === '' || isUrl(value) ? undefined : invalid('is no WebSocket URL');
      case 'BasicAuthPassword': {
        const problem = this.passwords.problem(value);
        if (problem !== undefined) return rejected('InvalidValue', problem);
        this.passwords.provide(slot, utf8(value));
        return { status: 'Accepted' };
      }
      default:
        return undefined;
    }
  }

  /** With what the station knows of certificates now. */
  reconnect(): void {
    this.#reconnect();
  }

  /** A new password for all slots, and a new connection with it (A01; B09.FR.27). */
  changePassword(text: string, password: Uint8Array): SetOutcome {
    const problem = this.passwords.problem(text);
    if (problem !== undefined) return rejected('InvalidValue', problem);
    for (const slot of SLOTS) this.passwords.change(slot, password);
    // A01.FR.11, without the password itself.
    this.#core.security.record('ReconfigurationOfSecurityParameters', 'BasicAuthPassword');
    this.#core.after(0, () => this.#reconnect());
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
    const url = this.#read(active, 'ocppcsmsurl').replace(/^wss?:/, schemeOf(securityProfile));
    const slot = SLOTS.find((each) => each !== active && !this.#priority().includes(each));
    const refusal = this.#unmet(securityProfile, active);
    if (refusal !== undefined) return refusal;
    if (slot === undefined) return rejected('InvalidConfSlot', 'No slot is free.');
    this.#put(slot, 'ocppcsmsurl', url);
    this.#put(slot, 'securityprofile', String(securityProfile));
    this.passwords.copy(active, slot);
    this.#core.security.record(
      'ReconfigurationOfSecurityParameters',
      `SecurityProfile ${securityProfile}`,
    );
    this.#core.storage.values.set(TRIAL, slot);
    this.#setPriority([slot, ...this.#priority()]);
    this.#connected = undefined;
    this.#takeOrder();
    this.#core.after(0, () => this.#reconnect());
    return { status: 'Accepted' };
  }

  /** A trial is over: the slot that was tried stays, or goes when an older one had to help. */
  #endTrial(slot: string): void {
    const { values } = this.#core.storage;
    const trial = values.get(TRIAL);
    if (trial === undefined) return;
    values.delete(TRIAL);
    if (trial !== slot) this.#remove([trial]);
  }

  /** A05.FR.06 */
  #removeLowerProfiles(): void {
    const { securityProfile } = this;
    this.#remove(SLOTS.filter((slot) => this.#securityProfileOf(slot) < securityProfile));
  }

  #remove(slots: readonly string[]): void {
    for (const slot of slots) {
      this.#put(slot, 'ocppcsmsurl', '');
      this.passwords.forget(slot);
    }
    const rest = this.#priority().filter((slot) => !slots.includes(slot));
    this.#setPriority(rest.length > 0 ? rest : [this.active]);
    this.#takeOrder();
  }

  #takeOrder(): void {
    this.#order = this.#priority();
  }

  #priority(): readonly string[] {
    return this.#core.variables.list(VARIABLE.networkPriority);
  }

  #setPriority(slots: readonly string[]): void {
    this.#core.variables.putByName(VARIABLE.networkPriority, slots.join());
  }

  #slotRefusal(slot: string): Refusal | undefined {
    if (!SLOTS.some((each) => each === slot)) {
      return rejected('InvalidConfSlot', `The slots are ${SLOTS.join(', ')}.`);
    }
    // B09.FR.22; the slot in use is also what the station falls back to.
    return this.#priority().includes(slot) || slot === this.active
      ? rejected('PriorityNetworkConf', `Slot ${slot} is in use.`)
      : undefined;
  }

  /** A05.FR.08 to .10, B09.FR.04, B09.FR.31, B09.FR.32 */
  #downgrade(securityProfile: number): Refusal | undefined {
    const now = this.securityProfile;
    if (securityProfile >= now) return undefined;
    const isAllowed =
      securityProfile === 2 && this.#core.variables.boolean(VARIABLE.allowSecurityProfileDowngrade);
    return isAllowed
      ? undefined
      : rejected('NoSecurityDowngrade', `The security profile in use is ${now}.`);
  }

  #invalid(data: Ocpp21.NetworkConnectionProfileType): Refusal | undefined {
    const { ocppCsmsUrl, ocppTransport, securityProfile, messageTimeout } = data;
    const { identity, basicAuthPassword } = data;
    if (ocppTransport !== 'JSON') return invalid('Only JSON is supported.');
    if (data.apn !== undefined || data.vpn !== undefined) return invalid('No APN, no VPN.');
    if (securityProfile > 3) return invalid('There is no such security profile.');
    if (!isUrl(ocppCsmsUrl)) return invalid('ocppCsmsUrl is no WebSocket URL.');
    if (!fits(ocppCsmsUrl, securityProfile)) {
      return invalid('The scheme of ocppCsmsUrl does not fit the security profile.');
    }
    if (messageTimeout < 1) return invalid('messageTimeout is less than a second.');
    if (identity !== undefined && identity !== this.#core.config.identity) {
      return invalid('The identity is fixed.');
    }
    const problem =
      basicAuthPassword === undefined ? undefined : this.passwords.problem(basicAuthPassword);
    return problem === undefined ? undefined : invalid(`basicAuthPassword ${problem}`);
  }

  /** B10.FR.02, A05.FR.02 to .10: every slot in the list must be fit to connect with. */
  #priorityRefusal(slots: readonly string[]): Refusal | undefined {
    if (slots[0] === '') return invalid('There must be one slot at least.');
    for (const slot of slots) {
      if (!SLOTS.some((each) => each === slot)) return undefined;
      const securityProfile = this.#securityProfileOf(slot);
      const url = this.#read(slot, 'ocppcsmsurl');
      const isConfigured = isUrl(url) && fits(url, securityProfile);
      const refusal = isConfigured
        ? (this.#downgrade(securityProfile) ?? this.#unmet(securityProfile, slot))
        : invalid(`Slot ${slot} holds no valid configuration.`);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** What a higher security profile wants and is not there (A05.FR.02, A05.FR.03). */
  #unmet(securityProfile: number, slot: string): Refusal | undefined {
    if (securityProfile <= this.securityProfile) return undefined;
    const { certificates } = this.#core;
    if (securityProfile < 3 && this.passwords.of(slot).length === 0) {
      return rejected('InvalidNetworkConf', 'There is no password.');
    }
    if (securityProfile >= 2 && certificates.trust.pems('CSMSRootCertificate').length === 0) {
      return rejected('InvalidNetworkConf', 'There is no CSMSRootCertificate.');
    }
    if (securityProfile === 3 && !certificates.hasOwn) {
      return rejected('InvalidNetworkConf', 'There is no ChargingStationCertificate.');
    }
    return undefined;
  }

  #securityProfileOf(slot: string): number {
    return Number(this.#read(slot, 'securityprofile'));
  }

  #read(slot: string, variable: SlotVariable): string {
    return this.#core.variables.text(nameIn(slot, variable));
  }

  #put(slot: string, variable: SlotVariable, value: string): void {
    this.#core.variables.putByName(nameIn(slot, variable), value);
  }
}

export function nameIn(slot: string, variable: SlotVariable): string {
  return `networkconfiguration[${slot}].${variable}`;
}

function isUrl(text: string): boolean {
  return /^wss?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** TLS belongs to the profiles 2 and 3, and only to them (A00). */
function fits(url: string, securityProfile: number): boolean {
  return url.startsWith(schemeOf(securityProfile));
}

function schemeOf(securityProfile: number): 'ws:' | 'wss:' {
  return securityProfile >= 2 ? 'wss:' : 'ws:';
}

function rejected(reasonCode: string, problem: string): Refusal {
  return { status: 'Rejected', reasonCode, problem };
}

function invalid(problem: string): Refusal {
  return rejected('InvalidNetworkConf', problem);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
