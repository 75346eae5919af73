import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';

const OLD = 'the old password';
const NEW = 'the new password';
const KEY_BYTES = 'sixteen letters!';
const KEY = Buffer.from(KEY_BYTES).toString('hex');

const SET = {
  setVariableData: [
    {
      component: { name: 'SecurityCtrlr' },
      variable: { name: 'BasicAuthPassword' },
      attributeValue: NEW,
    },
  ],
};

const setResult = (attributeStatus: string) => ({
  setVariableResult: SET.setVariableData.map(({ attributeValue: _value, ...names }) => ({
    ...names,
    attributeStatus,
  })),
});

const PROFILE = {
  configurationSlot: 1,
  connectionData: {
    ocppInterface: 'Wired0',
    ocppTransport: 'JSON',
    ocppCsmsUrl: 'wss://csms.example.com/ocpp',
    messageTimeout: 30,
    securityProfile: 2,
    basicAuthPassword: NEW,
  },
} as const;

type Subprotocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

async function booted(under: CsmsUnderTest, subprotocol: Subprotocol, password = OLD) {
  const station = await RawStation.connect(under.port, 'CS-1', subprotocol, password);
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  return station;
}

/** Sends what the station gets as a CALL, has it answered, and cuts the connection. */
async function given(
  under: CsmsUnderTest,
  subprotocol: Subprotocol,
  answer: object | undefined,
  command: 'SetVariables' | 'SetNetworkProfile' = 'SetVariables',
  request: object = SET,
): Promise<void> {
  await under.csms.commands.putStation('CS-1', { password: OLD });
  await using station = await booted(under, subprotocol);
  const sent = under.csms.blocks.outbox.sendUnchecked('CS-1', command, request, { by: 'test' });
  const [type, id] = await station.next();
  assert.equal(type, 2);
  if (answer !== undefined) station.send([3, id, answer]);
  else station.cut();
  await sent;
}

/** Which passwords let the station in, in the order in which they are tried. */
async function letIn(
  under: CsmsUnderTest,
  subprotocol: Subprotocol,
  ...passwords: readonly string[]
): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const password of passwords) {
    try {
      await using _station = await RawStation.connect(under.port, 'CS-1', subprotocol, password);
      results.push(true);
    } catch {
      results.push(false);
    }
  }
  return results;
}

for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
  describe(`a password that a station of ${subprotocol.slice(4)} is given`, () => {
    it('TC_A_09_CSMS: takes the place of the old one when the station accepts it', async () => {
      await using under = await csmsUnderTest();
      await given(under, subprotocol, setResult('Accepted'));
      assert.deepEqual(await letIn(under, subprotocol, OLD, NEW), [false, true]);
    });

    it('TC_A_10_CSMS: is none when the station rejects it', async () => {
      await using under = await csmsUnderTest();
      await given(under, subprotocol, setResult('Rejected'));
      assert.deepEqual(await letIn(under, subprotocol, NEW, OLD), [false, true]);
    });

    it('is good beside the old one until the station has rebooted and shows it', async () => {
      await using under = await csmsUnderTest();
      await given(under, subprotocol, setResult('RebootRequired'));
      assert.deepEqual(await letIn(under, subprotocol, OLD, NEW, OLD), [true, true, false]);
    });

    it('is good beside the old one while its answer is missing, until the station shows it', async () => {
      await using under = await csmsUnderTest();
      await given(under, subprotocol, undefined);
      assert.deepEqual(await letIn(under, subprotocol, OLD, 'another password', NEW, OLD), [
        true,
        false,
        true,
        false,
      ]);
    });

    it('is none when nothing was sent', async () => {
      await using under = await csmsUnderTest();
      await under.csms.commands.putStation('CS-1', { password: OLD });
      {
        await using _silent = await RawStation.connect(under.port, 'CS-1', subprotocol, OLD);
        const { outbox } = under.csms.blocks;
        const sent = await outbox.sendUnchecked('CS-1', 'SetVariables', SET, { by: 'test' });
        assert.equal(sent.state, 'notSent');
      }
      assert.deepEqual(await letIn(under, subprotocol, NEW, OLD), [false, true]);
    });

    it('outlives the CSMS', async () => {
      await using under = await csmsUnderTest();
      await given(under, subprotocol, undefined);
      await using again = await csmsUnderTest({ database: under.database });
      assert.deepEqual(await letIn(again, subprotocol, NEW, OLD), [true, false]);
    });
  });
}

it('TC_073_CSMS: a key of 1.6 is its bytes, or its digits as some stations show them', async () => {
  for (const shown of [KEY_BYTES, KEY]) {
    await using under = await csmsUnderTest();
    const request = {
      setVariableData: [{ ...SET.setVariableData[0], attributeValue: KEY }],
    };
    await given(under, 'ocpp1.6', { status: 'Accepted' }, 'SetVariables', request);
    assert.deepEqual(await letIn(under, 'ocpp1.6', OLD), [false]);
    assert.deepEqual(await letIn(under, 'ocpp1.6', shown), [true]);
  }
});

it('TC_B_100_CSMS: a password in a network profile is good from then on, and the old one until the station has moved', async () => {
  await using under = await csmsUnderTest();
  await given(under, 'ocpp2.1', { status: 'Accepted' }, 'SetNetworkProfile', PROFILE);
  assert.deepEqual(await letIn(under, 'ocpp2.1', OLD, NEW, OLD), [true, true, false]);
});

it('a station without a password goes on without one until it shows the one it was given', async () => {
  await using under = await csmsUnderTest();
  await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  const sent = under.csms.blocks.outbox.sendUnchecked('CS-1', 'SetVariables', SET, { by: 'test' });
  const [, id] = await station.next();
  station.send([3, id, setResult('Accepted')]);
  await sent;
  await using again = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
  assert.equal((await again.call('Heartbeat', {}))[0], 3);
  assert.deepEqual(await letIn(under, 'ocpp2.1', NEW), [true]);
  await assert.rejects(RawStation.connect(under.port, 'CS-1', 'ocpp2.1'), /401/);
});
