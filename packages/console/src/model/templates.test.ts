import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTemplateValues, templateLines, variablePath } from './templates.ts';

test('values of a template are lines, with instances in brackets', () => {
  const text = 'AuthCtrlr.Enabled = true\n\nTariffCostCtrlr.Enabled[Cost]=false\n.AnyKey = a = b';
  const values = readTemplateValues(text);
  assert.deepEqual(values, [
    { component: 'AuthCtrlr', variable: 'Enabled', value: 'true' },
    { component: 'TariffCostCtrlr', variable: 'Enabled', variableInstance: 'Cost', value: 'false' },
    { component: '', variable: 'AnyKey', value: 'a = b' },
  ]);
  assert.deepEqual(readTemplateValues(templateLines(values)), values);
});

test('a line that is none is named', () => {
  assert.throws(() => readTemplateValues('AuthCtrlr.Enabled = 1\nnonsense'), /“nonsense”/);
});

test('a variable says where it stands', () => {
  const variable = { component: 'Connector', evseId: 1, connectorId: 2, variable: 'Enabled' };
  assert.equal(
    variablePath({ ...variable, attributeType: 'Target', value: '' }),
    'EVSE 1 · connector 2 · Connector.Enabled (Target)',
  );
});
