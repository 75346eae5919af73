import type { AnyPeer } from '@northbound/rpc';
import { ask2, ask16, type Peer2 } from '../stations/ask.ts';
import type { Station } from '../stations/station.ts';
import { addressFromWire, addressToWire, type VariableAddress } from './address.ts';
import { chunked } from './chunks.ts';
import { configurationKeyOf, valuesOf16 } from './configuration16.ts';
import { takeRead } from './reported.ts';
import type { Twin } from './twin.ts';
import type { TwinVariable } from './variable.ts';

interface ReadValue {
  readonly address: VariableAddress;
  readonly value: string;
}

/** Reads single values of stations: GetVariables (2.1 part 2, B06), or GetConfiguration of 1.6. */
export class Reader {
  readonly #twin: Twin;

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  /** Values that the station took for after a reboot, when it has had one since. */
  async readRebooted(station: Station): Promise<void> {
    const { connection, record } = station;
    const { lastBootAtMs } = record;
    if (connection === undefined || lastBootAtMs === undefined) return;
    const rebooted = (await this.#twin.variables(station.id)).filter(
      ({ desired }) =>
        desired?.status === 'RebootRequired' && lastBootAtMs > (desired.attemptedAtMs ?? 0),
    );
    if (rebooted.length === 0) return;
    const { peer } = connection;
    const values: ReadValue[] =
      peer.version === '1.6'
        ? await this.#read16(peer, rebooted)
        : await this.#read2(station.id, peer, rebooted);
    await this.#twin.change(station.id, (draft) => {
      for (const { address, value } of values) takeRead(draft, address, value, lastBootAtMs);
      return undefined;
    });
  }

  async #read2(
    stationId: string,
    peer: Peer2,
    variables: readonly TwinVariable[],
  ): Promise<ReadValue[]> {
    const values: ReadValue[] = [];
    const limits = await this.#twin.messageLimits(stationId, 'GetVariables');
    const asked = variables.map(({ address }) => ({
      ...addressToWire(address),
      attributeType: address.attributeType,
    }));
    for (const getVariableData of chunked(asked, limits)) {
      const outcome = await ask2(peer, 'GetVariables', { getVariableData });
      if (outcome.outcome !== 'answered') continue;
      for (const result of outcome.payload.getVariableResult) {
        const { attributeStatus, attributeValue, attributeType } = result;
        if (attributeStatus !== 'Accepted' || attributeValue === undefined) continue;
        values.push({ address: addressFromWire(result, attributeType), value: attributeValue });
      }
    }
    return values;
  }

  async #read16(
    peer: Extract<AnyPeer<'CSMS'>, { readonly version: '1.6' }>,
    variables: readonly TwinVariable[],
  ): Promise<ReadValue[]> {
    const names: string[] = [];
    for (const { address, configurationKey } of variables) {
      const name = configurationKey ?? configurationKeyOf(address);
      if (name !== undefined) names.push(name);
    }
    const outcome = await ask16(peer, 'GetConfiguration', { key: names });
    if (outcome.outcome !== 'answered') return [];
    return valuesOf16(outcome.payload.configurationKey ?? []);
  }
}
