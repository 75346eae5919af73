import type { Ocpp21 } from '@northbound/protocol';
import { isEndpoint } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SLOTS } from '../device-model/rows.ts';
import type { SetOutcome } from '../device-model/variables.ts';
import type { NetworkSlots } from './network-slots.ts';

type Refusal = Extract<SetOutcome, { status: 'Rejected' }>;

/** What may be written into the slots, and which of them may be used (2.1 part 2, A05, B09 and B10). */
export class NetworkRules {
  readonly #core: Core;
  readonly #slots: NetworkSlots;

  constructor(core: Core, slots: NetworkSlots) {
    this.#core = core;
    this.#slots = slots;
  }

  /** A slot that is in use, or none. @param active the slot of the last connection */
  slotRefusal(slot: string, active: string): Refusal | undefined {
    if (!SLOTS.some((each) => each === slot)) {
      return rejected('InvalidConfSlot', `The slots are ${SLOTS.join(', ')}.`);
    }
    // B09.FR.22; the slot in use is also what the station falls back to.
    return this.#slots.priority.includes(slot) || slot === active
      ? rejected('PriorityNetworkConf', `Slot ${slot} is in use.`)
      : undefined;
  }

  /** A05.FR.08 to .10, B09.FR.04, B09.FR.31, B09.FR.32 */
  downgrade(securityProfile: number): Refusal | undefined {
    const now = this.#core.network.securityProfile;
    if (securityProfile >= now) return undefined;
    const isAllowed =
      securityProfile === 2 && this.#core.variables.boolean(VARIABLE.allowSecurityProfileDowngrade);
    return isAllowed
      ? undefined
      : rejected('NoSecurityDowngrade', `The security profile in use is ${now}.`);
  }

  /** What is wrong with a profile of SetNetworkProfile by itself (B09.FR.02). */
  invalid(data: Ocpp21.NetworkConnectionProfileType): Refusal | undefined {
    const { ocppCsmsUrl, ocppTransport, securityProfile, messageTimeout } = data;
    const { identity, basicAuthPassword } = data;
    if (ocppTransport !== 'JSON') return invalid('Only JSON is supported.');
    if (data.apn !== undefined || data.vpn !== undefined) return invalid('No APN, no VPN.');
    if (securityProfile > 3) return invalid('There is no such security profile.');
    if (!isEndpoint(ocppCsmsUrl)) return invalid('ocppCsmsUrl is no WebSocket URL.');
    if (!fits(ocppCsmsUrl, securityProfile)) {
      return invalid('The scheme of ocppCsmsUrl does not fit the security profile.');
    }
    if (messageTimeout < 1) return invalid('messageTimeout is less than a second.');
    if (identity !== undefined && identity !== this.#core.config.identity) {
      return invalid('The identity is fixed.');
    }
    const problem =
      basicAuthPassword === undefined
        ? undefined
        : this.#core.network.passwords.problem(basicAuthPassword);
    return problem === undefined ? undefined : invalid(`basicAuthPassword ${problem}`);
  }

  /** B10.FR.02, A05.FR.02 to .10: every slot in the list must be fit to connect with. */
  priorityRefusal(slots: readonly string[]): Refusal | undefined {
    if (slots[0] === '') return invalid('There must be one slot at least.');
    for (const slot of slots) {
      if (!SLOTS.some((each) => each === slot)) return undefined;
      const securityProfile = this.#slots.securityProfileOf(slot);
      const url = this.#slots.read(slot, 'ocppcsmsurl');
      const isConfigured = isEndpoint(url) && fits(url, securityProfile);
      const refusal = isConfigured
        ? (this.downgrade(securityProfile) ?? this.unmet(securityProfile, slot))
        : invalid(`Slot ${slot} holds no valid configuration.`);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** What a higher security profile wants and is not there (A05.FR.02, A05.FR.03). */
  unmet(securityProfile: number, slot: string): Refusal | undefined {
    const { certificates, network } = this.#core;
    if (securityProfile <= network.securityProfile) return undefined;
    if (securityProfile < 3 && network.passwords.of(slot).length === 0) {
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
}

/** TLS belongs to the profiles 2 and 3, and only to them (A00). */
function fits(url: string, securityProfile: number): boolean {
  return url.startsWith(schemeOf(securityProfile));
}

export function schemeOf(securityProfile: number): 'ws:' | 'wss:' {
  return securityProfile >= 2 ? 'wss:' : 'ws:';
}

export function rejected(reasonCode: string, problem: string): Refusal {
  return { status: 'Rejected', reasonCode, problem };
}

export function invalid(problem: string): Refusal {
  return rejected('InvalidNetworkConf', problem);
}
