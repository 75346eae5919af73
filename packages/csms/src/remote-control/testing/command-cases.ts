import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Version } from '@northbound/protocol';
import { type LogicUnderTest, logicUnderTest } from '../../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../../testing/linked-stations.ts';
import type { CommandName, CommandRequest } from '../sending.ts';

/** One certification case: what an operator asks, what the station answers, and what is made of it. */
export interface CommandCase {
  readonly ids: string;
  readonly command: CommandName;
  readonly request: object;
  readonly answer: object | string;
  /** Of a no: the cause. */
  readonly no?: RegExp;
}

export function testCase<C extends CommandName>(
  ids: string,
  command: C,
  request: CommandRequest<C>,
  answer: object | string = { status: 'Accepted' },
  no?: RegExp,
): CommandCase {
  return { ids, command, request, answer, ...(no === undefined ? {} : { no }) };
}

export const no = (status: string) => ({ status });
export const certificate = 'PEM';
export const idToken = { idToken: '04A1B2C3', type: 'ISO14443' };
const limits = [{ startPeriod: 0, limit: 6 }];
export const schedule = { id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: limits } as const;
export const profile = {
  id: 1,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: [schedule],
} as const;
export const txProfile = {
  ...profile,
  chargingProfilePurpose: 'TxProfile',
  transactionId: 'T-1',
} as const;

/** What became of a command. */
interface Given {
  readonly commandId: number;
  /** What the station was told. */
  readonly called: LinkedStation['called'];
  /** What the station answered, in the words of 2.1. */
  readonly answer: unknown;
}

/** Gives each command to a station whose end of the link is written out, and holds the record to what came of it. */
export function describeCases<Case extends CommandCase>(
  version: Version,
  cases: readonly Case[],
  check: (given: Given, testCase: Case) => void,
): void {
  describe(`commands of the certification cases in ${version}`, () => {
    let stations: LinkedStations;
    let station: LinkedStation;
    let logic: LogicUnderTest;

    before(async () => {
      logic = await logicUnderTest();
      stations = new LinkedStations(logic);
      station = await stations.boot('CS-1', version);
    });

    after(async () => {
      await stations.close();
      await logic.csms.close();
      await logic.database.close();
    });

    for (const each of cases) {
      const { ids, command, request, answer, no: cause } = each;
      it(`${ids}: ${command}`, async () => {
        station.called.length = 0;
        station.answer = () => answer;
        const { outbox, commandBook } = logic.csms.blocks;
        const { commandId } = await outbox.sendUnchecked('CS-1', command, request, { by: 'test' });
        const record = await commandBook.find(commandId);
        check({ commandId, called: station.called, answer: record.answer }, each);
        assert.equal(record.state, typeof answer === 'string' ? 'refused' : 'answered');
        if (cause === undefined) assert.equal(record.accepted, true, record.cause);
        else assert.match(record.cause ?? '', cause);
      });
    }
  });
}

/** Of 2.x: the station is told the command as it is, and its answer is kept as it is. */
export function describeCommands(version: '2.0.1' | '2.1', cases: readonly CommandCase[]): void {
  describeCases(version, cases, (given, { command, request, answer }) => {
    const [[action, payload] = []] = given.called;
    assert.equal(given.called.length, 1);
    assert.equal(action, command);
    const { requestId, remoteStartId, ...sent } = Object(payload);
    assert.deepEqual(sent, request);
    if (requestId !== undefined) assert.equal(requestId, given.commandId);
    if (remoteStartId !== undefined) assert.ok(Number.isInteger(remoteStartId));
    if (typeof answer !== 'string') assert.deepEqual(given.answer, answer);
  });
}
