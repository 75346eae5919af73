import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, startBench } from '../testing/bench.ts';
import { startSession } from '../testing/sessions.ts';
import { deviceModelSchema, nameOf, type VariableSpec } from './schema.ts';

const CONFIG = {
  evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
  vendor: 'Northbound',
  model: 'Bench',
} as const;

const ITEMS_PER_MESSAGE = 50;

const { specs } = deviceModelSchema(CONFIG);

/** What no variable of its type may become. */
function badValues({ dataType, minLimit, maxLimit, values }: VariableSpec): string[] {
  switch (dataType) {
    case 'integer':
    case 'decimal':
      return [
        'many',
        '1e3',
        ' 1',
        '0x10',
        '9'.repeat(40),
        ...(minLimit === undefined ? [] : [String(minLimit - 1)]),
        ...(maxLimit === undefined ? [] : [String(maxLimit + 1)]),
      ];
    case 'boolean':
      return ['yes', 'TRUE', '1', 'true '];
    case 'dateTime':
      return ['yesterday', '2026-13-01T00:00:00Z'];
    case 'OptionList':
      return values === undefined ? [] : ['nonsense', `${values[0]},`];
    case 'MemberList':
    case 'SequenceList':
      return values === undefined ? [] : ['nonsense', `${values[0]},${values[0]}`];
    case 'string':
      return maxLimit === undefined || maxLimit >= 1000 ? [] : ['x'.repeat(maxLimit + 1)];
  }
}

function addressOf({
  component: name,
  componentInstance,
  evseId,
  connectorId,
  variable,
  instance,
}: VariableSpec) {
  const evse = { id: evseId, ...(connectorId > 0 && { connectorId }) };
  return {
    component: {
      name,
      ...(componentInstance !== undefined && { instance: componentInstance }),
      ...(evseId > 0 && { evse }),
    },
    variable: { name: variable, ...(instance !== undefined && { instance }) },
  };
}

interface Result {
  readonly attributeStatus: string;
  readonly attributeValue?: string;
  readonly attributeStatusInfo?: { readonly reasonCode: string };
}

/** Asks in as many messages as it takes. */
async function all({ csms }: Bench, kind: 'get' | 'set', items: readonly object[]) {
  const [action, field, answered] =
    kind === 'get'
      ? (['GetVariables', 'getVariableData', 'getVariableResult'] as const)
      : (['SetVariables', 'setVariableData', 'setVariableResult'] as const);
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += ITEMS_PER_MESSAGE) {
    const some = items.slice(from, from + ITEMS_PER_MESSAGE);
    const answer: unknown = await csms.call(action, { [field]: some });
    assert.ok(typeof answer === 'object' && answer !== null);
    const found: unknown = Reflect.get(answer, answered);
    assert.ok(Array.isArray(found) && found.length === some.length);
    results.push(...found);
  }
  return results;
}

test('no variable is there twice', () => {
  const names = specs.map(nameOf);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} B05, B06: no variable takes a value that is none, and nothing changes by the attempts`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const stable = specs.filter(({ component }) => component !== 'ClockCtrlr');
    const read = async () =>
      (await all(bench, 'get', stable.map(addressOf))).map(({ attributeValue }) => attributeValue);
    const before = await read();
    let attempts = 0;
    // One value for each variable at a time: two settings of one variable in a message are another fault.
    for (const nth of [0, 1, 2, 3, 4, 5, 6]) {
      const data = specs.flatMap((spec) => {
        const attributeValue = badValues(spec)[nth];
        return attributeValue === undefined ? [] : [{ spec, attributeValue }];
      });
      attempts += data.length;
      const items = data.map(({ spec, attributeValue }) => ({
        ...addressOf(spec),
        attributeValue,
      }));
      for (const [index, result] of (await all(bench, 'set', items)).entries()) {
        const { spec, attributeValue } = data[index] ?? {};
        const what = `${spec?.component}.${spec?.variable} = ${attributeValue?.slice(0, 40)}`;
        const { attributeStatus, attributeStatusInfo } = result;
        assert.equal(attributeStatus, 'Rejected', what);
        assert.notEqual(attributeStatusInfo?.reasonCode ?? '', '', what);
        // A slot in use says so first.
        const isFixed =
          spec?.mutability === 'ReadOnly' && spec.component !== 'NetworkConfiguration';
        if (isFixed) assert.equal(attributeStatusInfo?.reasonCode, 'ReadOnly', what);
      }
    }
    assert.ok(attempts > 300);
    assert.deepEqual(await read(), before);
    assert.equal(bench.hardware.evse(1).closed, true);
  });

  test(`${version} B05: the smallest and the largest value of each number are taken, over a power cut too`, async () => {
    const numbers = specs.filter(
      ({ dataType, mutability, minLimit, maxLimit, component }) =>
        ['integer', 'decimal'].includes(dataType) &&
        mutability === 'ReadWrite' &&
        minLimit !== undefined &&
        maxLimit !== undefined &&
        // What is in use cannot be written.
        component !== 'NetworkConfiguration',
    );
    assert.ok(numbers.length > 15);
    for (const limit of ['minLimit', 'maxLimit'] as const) {
      await using bench = await startBench(version);
      await startSession(bench);
      const data = numbers.map((spec) => ({
        ...addressOf(spec),
        attributeValue: String(spec[limit]),
      }));
      for (const [index, { attributeStatus }] of (await all(bench, 'set', data)).entries()) {
        const what = JSON.stringify(data[index]);
        assert.ok(['Accepted', 'RebootRequired'].includes(attributeStatus), what);
      }
      bench.station.powerCut();
      await bench.station.start();
      await bench.csms.next('BootNotification');
      while (bench.station.state().registration !== 'Accepted') await bench.clock.settle();
      // HeartbeatInterval follows from the boot.
      const kept = await all(
        bench,
        'get',
        data.map(({ component, variable }) => ({ component, variable })),
      );
      const wrong = data.filter(
        ({ attributeValue, variable }, index) =>
          variable.name !== 'HeartbeatInterval' && kept[index]?.attributeValue !== attributeValue,
      );
      assert.deepEqual(wrong, []);
    }
  });
}

test('1.6 TC_040_CS: no key takes a value that is none', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  const { csms } = bench;
  const read = async () => {
    const answer = await csms.call('GetConfiguration', {});
    assert.ok(typeof answer === 'object' && answer !== null);
    const keys: unknown = Reflect.get(answer, 'configurationKey');
    assert.ok(Array.isArray(keys));
    return keys;
  };
  const before = await read();
  for (const { key, readonly } of before) {
    for (const value of ['nonsense', '-1', '1e99', '9'.repeat(40)]) {
      const { status } = Object(await csms.call('ChangeConfiguration', { key, value }));
      // The name of the operator and the group of master passes are free text.
      const isText = ['CpoName', 'MasterPassGroupId'].includes(key);
      if (!isText || readonly) assert.equal(status, 'Rejected', `${key} = ${value}`);
    }
  }
  const { status } = Object(
    await csms.call('ChangeConfiguration', { key: 'NoSuchKey', value: '1' }),
  );
  assert.equal(status, 'NotSupported');
  const isSame = ({ key }: { key: string }) => key !== 'CpoName';
  assert.deepEqual((await read()).filter(isSame), before.filter(isSame));
});
