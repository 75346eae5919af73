import type { Ocpp16, Ocpp21, Request } from '@northbound/protocol';
import { addressFromWire } from '../../device-model/address.ts';
import type { MessageLimits } from '../../device-model/chunks.ts';
import { chunked } from '../../device-model/chunks.ts';
import { configurationKeyOf } from '../../device-model/configuration16.ts';
import { type Plan, plan, step, unsupported } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';

type Name = Pick<Ocpp21.GetVariableDataType, 'component' | 'variable'>;

function nameOf({ component, variable }: Name): string {
  const instance = variable.instance === undefined ? '' : `[${variable.instance}]`;
  return `${component.name}.${variable.name}${instance}`;
}

function keysOf<Item extends Name & { readonly attributeType?: Ocpp21.AttributeEnumType }>(
  items: readonly Item[],
): (readonly [string, Item])[] {
  return items.map((item) => {
    const { attributeType = 'Actual' } = item;
    const name = nameOf(item);
    if (attributeType !== 'Actual')
      unsupported(`OCPP 1.6 knows actual values only: ${name} has no ${attributeType}.`);
    const key = configurationKeyOf(addressFromWire(item, attributeType));
    if (key !== undefined) return [key, item];
    return unsupported(
      `OCPP 1.6 has no configuration key for ${name}. A key without a successor in 2.1 is a variable of the component ''.`,
    );
  });
}

/** 1.6 edition 2, 5.8: GetConfiguration, in as many pieces as GetConfigurationMaxKeys asks for. */
export function getVariables16(
  { getVariableData }: Request<'2.1', 'GetVariables'>,
  { items = Number.POSITIVE_INFINITY }: MessageLimits,
): Plan<CommandAnswer<'GetVariables'>> {
  const pieces = chunked(keysOf(getVariableData), { items });
  return plan(
    pieces.map((piece) =>
      step('1.6', 'GetConfiguration', { key: piece.map(([key]) => key) }, (answer) => ({
        getVariableResult: piece.map(([key, item]) => resultOf(key, item, answer)),
      })),
    ),
    (earlier, later) => ({
      getVariableResult: [...earlier.getVariableResult, ...later.getVariableResult],
    }),
  );
}

/** Keys are case-insensitive (1.6 edition 2, CiString). */
function resultOf(
  key: string,
  { component, variable }: Name,
  { configurationKey = [] }: Ocpp16.GetConfigurationResponse,
): Ocpp21.GetVariableResultType {
  const found = configurationKey.find((each) => each.key.toLowerCase() === key.toLowerCase());
  if (found === undefined) return { component, variable, attributeStatus: 'UnknownVariable' };
  return {
    component,
    variable,
    attributeStatus: 'Accepted',
    ...(found.value === undefined ? {} : { attributeValue: found.value }),
  };
}

const SET_STATUS = {
  Accepted: 'Accepted',
  Rejected: 'Rejected',
  RebootRequired: 'RebootRequired',
  // 1.6 edition 2, 7.22: the key is not known.
  NotSupported: 'UnknownVariable',
} as const;

/** 1.6 edition 2, 5.3: one ChangeConfiguration for each variable. */
export function setVariables16({
  setVariableData,
}: Request<'2.1', 'SetVariables'>): Plan<CommandAnswer<'SetVariables'>> {
  return plan(
    keysOf(setVariableData).map(([key, { component, variable, attributeValue }]) =>
      step('1.6', 'ChangeConfiguration', { key, value: attributeValue }, ({ status }) => ({
        setVariableResult: [{ component, variable, attributeStatus: SET_STATUS[status] }],
      })),
    ),
    (earlier, later) => ({
      setVariableResult: [...earlier.setVariableResult, ...later.setVariableResult],
    }),
  );
}

/** 1.6 edition 2, 5.14. Hard does not wait for transactions, Soft ends them first; neither waits for their end. */
export function reset16(
  { type, evseId }: Request<'2.1', 'Reset'>,
  isCharging: boolean,
): Plan<CommandAnswer<'Reset'>> {
  if (evseId !== undefined) unsupported('OCPP 1.6 can only reset the whole station, not one EVSE.');
  if (type === 'ImmediateAndResume')
    unsupported('OCPP 1.6 cannot resume a transaction after a reset.');
  if (type === 'OnIdle' && isCharging)
    unsupported(
      'OCPP 1.6 cannot wait for the end of a transaction, and one is under way: send it later, or Immediate.',
    );
  return {
    steps: [
      step('1.6', 'Reset', { type: type === 'Immediate' ? 'Hard' : 'Soft' }, ({ status }) => ({
        status,
      })),
    ],
  };
}
