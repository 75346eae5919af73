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
 * Reads lines `Component.Variable = value`, with instances in brackets: `AuthCtrlr.Enabled = true`,
 * `SmartChargingCtrlr.LimitChangeSignificance[Total] = 1`.
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

const LINE =
  /^(?<component>[^.[\]=]*)(\[(?<componentInstance>[^\]]+)\])?\.(?<variable>[^[\]=]+?)(\[(?<variableInstance>[^\]]+)\])?\s*=\s*(?<value>.*)$/;

function readValue(line: string): TemplateValue {
  const groups = LINE.exec(line)?.groups;
  if (groups === undefined)
    throw new Error(`“${line}” is not of the form Component.Variable = value`);
  const { component = '', variable = '', value = '' } = groups;
  const { componentInstance, variableInstance } = groups;
  return { component, variable, value, ...given({ componentInstance, variableInstance }) };
}

/** The same lines of a template that is there; what lines cannot say (EVSE, attribute) is left to the API. */
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
