import type { Core } from '../core.ts';
import {
  isRequest,
  isResponse,
  type Protocols,
  type SentMessage,
} from '../remote-control/command.ts';
import { addressFromWire, keyOf, type VariableAddress } from './address.ts';
import { valuesOf16 } from './configuration16.ts';
import { takeRead } from './reported.ts';
import type { Twin } from './twin.ts';

interface Told {
  readonly address: VariableAddress;
  readonly value: string;
}

export interface FollowParts {
  readonly core: Core;
  readonly twin: Twin;
  readonly protocols: Protocols;
  readonly onFailure: (error: unknown) => void;
}

/** Keeps twins up with commands of operators and campaigns that set or read variables past them. */
export function followCommands({ core, twin, protocols, onFailure }: FollowParts): void {
  core.signals.on('commandSettled', ({ command }) => {
    const station = core.stations.get(command.stationId);
    const told = command.messages.flatMap((message) => toldBy(protocols, message));
    if (station === undefined || told.length === 0) return;
    twin
      .change(station.id, (draft) => {
        for (const { address, value } of told) {
          takeRead(draft, address, value, station.record.lastBootAtMs);
        }
        return undefined;
      })
      .catch(onFailure);
  });
}

/** The values that a station has according to what it answered. */
function toldBy(protocols: Protocols, { version, action, payload, answer }: SentMessage): Told[] {
  if (version === '1.6') return toldBy16(protocols, action, payload, answer);
  if (action === 'GetVariables') {
    if (!isResponse(protocols, version, 'GetVariables', answer)) return [];
    return answer.getVariableResult.flatMap((result) => {
      const { attributeStatus, attributeValue: value, attributeType } = result;
      if (attributeStatus !== 'Accepted' || value === undefined) return [];
      return [{ address: addressFromWire(result, attributeType), value }];
    });
  }
  if (action !== 'SetVariables') return [];
  if (!isRequest(protocols, version, 'SetVariables', payload)) return [];
  if (!isResponse(protocols, version, 'SetVariables', answer)) return [];
  const taken = new Set(
    answer.setVariableResult
      .filter(({ attributeStatus }) => attributeStatus === 'Accepted')
      .map((result) => keyOf(addressFromWire(result, result.attributeType))),
  );
  return payload.setVariableData
    .map((data) => ({
      address: addressFromWire(data, data.attributeType),
      value: data.attributeValue,
    }))
    .filter(({ address }) => taken.has(keyOf(address)));
}

function toldBy16(protocols: Protocols, action: string, payload: unknown, answer: unknown): Told[] {
  if (action === 'GetConfiguration') {
    if (!isResponse(protocols, '1.6', 'GetConfiguration', answer)) return [];
    return valuesOf16(answer.configurationKey ?? []);
  }
  if (action !== 'ChangeConfiguration') return [];
  if (!isRequest(protocols, '1.6', 'ChangeConfiguration', payload)) return [];
  if (!isResponse(protocols, '1.6', 'ChangeConfiguration', answer)) return [];
  return answer.status === 'Accepted' ? valuesOf16([payload]) : [];
}
