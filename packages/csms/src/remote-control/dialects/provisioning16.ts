import type { Ocpp16, Ocpp21, Request } from '@northbound/protocol';
import { CONFIGURATION_KEYS_16 } from '@northbound/protocol/tables';
import { type Plan, plan, step, unsupported } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';
import type { MessageLimits } from '../splitting.ts';

type Name = Pick<Ocpp21.GetVariableDataType, 'component' | 'variable'>;

/** The component under which a key of 1.6 that has no successor in 2.1 is addressed: its variable is the key. */
const KEYS_AS_THEY_ARE = '';

const KEYS_OF_VARIABLES: ReadonlyMap<string, string> = new Map(
  [...CONFIGURATION_KEYS_16].flatMap(([key, { variable }]) =>
    variable === undefined || variable.characteristic !== undefined
      ? []
      : [[nameOf(variable.component, variable.variable, variable.instance), key]],
  ),
);

function nameOf(component: string, variable: string, instance: string | undefined): string {
  return `${component}.${variable}${instance === undefined ? '' : `[${instance}]`}`;
}

/** @returns undefined for a variable that 1.6 has no key for */
function keyOf({ component, variable }: Name): string | undefined {
  if (component.name === KEYS_AS_THEY_ARE) return variable.name;
  return KEYS_OF_VARIABLES.get(nameOf(component.name, variable.name, variable.instance));
}

function keysOf<Item extends Name & { readonly attributeType?: Ocpp21.AttributeEnumType }>(
  items: readonly Item[],
): (readonly [string, Item])[] {
  return items.map((item) => {
    const { component, variable, attributeType = 'Actual' } = item;
    const name = nameOf(component.name, variable.name, variable.instance);
    if (attributeType !== 'Actual')
      unsupported(`OCPP 1.6 knows actual values only: ${name} has no ${attributeType}.`);
    const key = keyOf(item);
    if (key !== undefined) return [key, item];
    return unsupported(
      `OCPP 1.6 has no configuration key for ${name}. A key without a successor in 2.1 is the variable of its ` +
        `name in the component ${KEYS_AS_THEY_ARE}.`,
    );
  });
}

/** 1.6 edition 2, 5.8: GetConfiguration, in as many pieces as GetConfigurationMaxKeys asks for. */
export function getVariables16(
  { getVariableData }: Request<'2.1', 'GetVariables'>,
  { items = Number.POSITIVE_INFINITY }: MessageLimits,
): Plan<CommandAnswer<'GetVariables'>> {
  const wanted = keysOf(getVariableData);
  const pieces: (typeof wanted)[] = [];
  for (const [index, entry] of wanted.entries()) {
    if (index % items === 0) pieces.push([]);
    pieces.at(-1)?.push(entry);
  }
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
