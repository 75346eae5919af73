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

test('values of an EVSE, of a connector and of other attributes are lines too', () => {
  const values = readTemplateValues(
    'evse 2: SmartChargingCtrlr.Enabled (target) = true\n' +
      'EVSE 1, connector 2, Connector[x].ChargeProtocol[0](MaxSet)=a (b)',
  );
  assert.deepEqual(values, [
    {
      component: 'SmartChargingCtrlr',
      variable: 'Enabled',
      value: 'true',
      evseId: 2,
      attributeType: 'Target',
    },
    {
      component: 'Connector',
      componentInstance: 'x',
      variable: 'ChargeProtocol',
      variableInstance: '0',
      value: 'a (b)',
      evseId: 1,
      connectorId: 2,
      attributeType: 'MaxSet',
    },
  ]);
  assert.deepEqual(readTemplateValues(templateLines(values)), values);
  assert.throws(() => readTemplateValues('A.B (Maximum) = 1'), /“Maximum”/);
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
