import type { Template, TemplateInput, Variable } from '@northbound/client';
import { type FormReader, given } from './form.ts';

type TemplateValue = Template['values'][number];

/** Where a variable stands, as people write it: `EVSE 1 · Connector.AvailabilityState (Target)`. */
export function variablePath(variable: TemplateValue | Variable): string {
  const { component, componentInstance, evseId, connectorId, variableInstance } = variable;
  const place = [
    evseId === undefined ? '' : `EVSE ${evseId}`,
    connectorId === undefined ? '' : `connector ${connectorId}`,
  ].filter(Boolean);
  const instance = (name: string | undefined) => (name === undefined ? '' : `[${name}]`);
  const { attributeType = 'Actual' } = variable;
  const path = `${component}${instance(componentInstance)}.${variable.variable}${instance(variableInstance)}`;
  return [...place, attributeType === 'Actual' ? path : `${path} (${attributeType})`].join(' · ');
}

/**
 * Reads lines as {@link templateLines} writes them: `AuthCtrlr.Enabled = true`, with instances in brackets, as in
 * `TariffCostCtrlr.Enabled[Cost] = true`, before it the EVSE and the connector and after it another attribute than
 * Actual, as in `EVSE 1 · connector 2 · Connector.Enabled (Target) = true`.
 *
 * @throws Error that names the line which is none
 */
export function readTemplateValues(text: string): TemplateValue[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readValue);
}

const LINE = new RegExp(
  [
    /^(EVSE (?<evseId>\d+)\s*[·,:]\s*)?(connector (?<connectorId>\d+)\s*[·,:]\s*)?/,
    /(?<component>[^.[\]=()]*)(\[(?<componentInstance>[^\]]+)\])?\./,
    /(?<variable>[^[\]=()]+?)(\[(?<variableInstance>[^\]]+)\])?/,
    /\s*(\((?<attributeType>\w+)\))?\s*=\s*(?<value>.*)$/,
  ]
    .map(({ source }) => source)
    .join(''),
  'i',
);

const ATTRIBUTES: readonly NonNullable<TemplateValue['attributeType']>[] = [
  'Actual',
  'Target',
  'MinSet',
  'MaxSet',
];

function readValue(line: string): TemplateValue {
  const groups = LINE.exec(line)?.groups;
  if (groups === undefined)
    throw new Error(`“${line}” is not of the form Component.Variable = value`);
  const { component = '', variable = '', value = '', attributeType: named } = groups;
  const { componentInstance, variableInstance, evseId, connectorId } = groups;
  const attributeType = ATTRIBUTES.find((each) => each.toLowerCase() === named?.toLowerCase());
  if (named !== undefined && attributeType === undefined)
    throw new Error(`“${named}” is none of ${ATTRIBUTES.join(', ')}`);
  return {
    component,
    variable,
    value,
    ...given({
      componentInstance,
      variableInstance,
      evseId: numberOf(evseId),
      connectorId: numberOf(connectorId),
      attributeType: attributeType === 'Actual' ? undefined : attributeType,
    }),
  };
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/** The values of a template as lines. */
export function templateLines(values: readonly TemplateValue[]): string {
  return values.map((value) => `${variablePath(value)} = ${value.value}`).join('\n');
}

export function readTemplate(form: FormReader): TemplateInput {
  const version = form.optional('version');
  return {
    name: form.text('name'),
    filter: given({
      vendor: form.optional('vendor'),
      model: form.optional('model'),
      firmwareVersion: form.optional('firmwareVersion'),
      version: version === '1.6' || version === '2.0.1' || version === '2.1' ? version : undefined,
      group: form.optional('group'),
    }),
    values: readTemplateValues(form.text('values')),
    ...given({ priority: form.number('priority') }),
  };
}
