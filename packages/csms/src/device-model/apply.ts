import type { Ocpp21 } from '@northbound/protocol';
import type { AnyPeer, CallOutcome } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { ask2, ask16, failureText, isFinal, type Peer2 } from '../stations/ask.ts';
import { Serial } from '../stations/serial.ts';
import { Settling } from '../stations/settling.ts';
import { addressFromWire, addressToWire, keyOf } from './address.ts';
import { chunked } from './chunks.ts';
import { configurationKeyOf } from './configuration16.ts';
import { type Answer, retryAll, takeAnswer } from './desired.ts';
import type { DesiredStatus } from './outcomes.ts';
import type { Twin } from './twin.ts';
import type { DesiredValue, TwinVariable } from './variable.ts';

type Wanted = TwinVariable & { readonly desired: DesiredValue };
type Answers = ReadonlyMap<string, Answer>;
type End = 'answered' | 'noAnswer';

/** Sends desired values to stations and keeps what they answer. */
export class Applier {
  readonly #core: Core;
  readonly #twin: Twin;
  readonly #serial = new Serial();
  readonly #settling: Settling;

  constructor(core: Core, twin: Twin, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#twin = twin;
    this.#settling = new Settling(core, (stationId) => {
      this.apply(stationId).catch(onFailure);
    });
  }

  close(): void {
    this.#settling.close();
  }

  /**
   * Sends everything that waits. What gets no answer waits on, and is sent again while the station stays. Resolves when
   * all of it was tried once.
   */
  apply(stationId: string): Promise<void> {
    return this.#serial.run(stationId, () => this.#applyAll(stationId));
  }

  /** The same for everything that is not as it should be, whatever the station said to it before. */
  applyAgain(stationId: string): Promise<void> {
    return this.#serial.run(stationId, async () => {
      await this.#twin.change(stationId, (draft) => {
        retryAll(draft);
        return undefined;
      });
      await this.#applyAll(stationId);
    });
  }

  async #applyAll(stationId: string): Promise<void> {
    const peer = this.#core.stations.get(stationId)?.connection?.peer;
    if (peer === undefined) return;
    const wanted = (await this.#twin.variables(stationId)).filter(isWaiting);
    if (wanted.length === 0) return;
    const end =
      peer.version === '1.6'
        ? await this.#apply16(stationId, peer, wanted)
        : await this.#apply2(stationId, peer, wanted);
    if (end === 'noAnswer') this.#settling.again(stationId);
  }

  async #apply2(stationId: string, peer: Peer2, wanted: readonly Wanted[]): Promise<End> {
    const keys = wanted.filter(({ address }) => address.component === '');
    await this.#keep(stationId, answersOf(keys, 'UnknownComponent'));
    const settable = wanted.filter(({ address }) => address.component !== '');
    const limits = await this.#twin.messageLimits(stationId, 'SetVariables');
    const items = settable.map((variable) => ({ variable, data: setVariableData(variable) }));
    for (const chunk of chunked(items, limits)) {
      const outcome = await this.#set2(stationId, peer, chunk);
      if (outcome === 'noAnswer') return outcome;
    }
    return 'answered';
  }

  async #set2(
    stationId: string,
    peer: Peer2,
    chunk: readonly { readonly variable: Wanted; readonly data: Ocpp21.SetVariableDataType }[],
  ): Promise<End> {
    const outcome = await ask2(peer, 'SetVariables', {
      setVariableData: chunk.map(({ data }) => data),
    });
    const variables = chunk.map(({ variable }) => variable);
    if (outcome.outcome === 'answered') {
      await this.#keep(stationId, answersFrom(variables, outcome.payload.setVariableResult));
      return 'answered';
    }
    if (!isFinal(outcome)) return 'noAnswer';
    if (chunk.length === 1) {
      await this.#keep(stationId, answersOf(variables, 'Refused', failureText(outcome)));
      return 'answered';
    }
    // One of them may be what the station cannot read; the others need not suffer.
    for (const one of chunk) {
      if ((await this.#set2(stationId, peer, [one])) === 'noAnswer') return 'noAnswer';
    }
    return 'answered';
  }

  async #apply16(
    stationId: string,
    peer: Extract<AnyPeer<'CSMS'>, { readonly version: '1.6' }>,
    wanted: readonly Wanted[],
  ): Promise<End> {
    for (const variable of wanted) {
      const key = variable.configurationKey ?? configurationKeyOf(variable.address);
      if (key === undefined || variable.address.attributeType !== 'Actual') {
        await this.#keep(stationId, answersOf([variable], 'NotSettable'));
        continue;
      }
      const { value } = variable.desired;
      const outcome = await ask16(peer, 'ChangeConfiguration', { key, value });
      const answer = answer16(outcome);
      if (answer === undefined) return 'noAnswer';
      await this.#keep(stationId, answersOf([variable], answer.status, answer.reason));
    }
    return 'answered';
  }

  async #keep(stationId: string, answers: Answers): Promise<void> {
    if (answers.size === 0) return;
    await this.#twin.change(stationId, (draft) => {
      for (const [key, answer] of answers) takeAnswer(draft, key, answer);
      return undefined;
    });
  }
}

function isWaiting(variable: TwinVariable): variable is Wanted {
  return variable.desired?.status === 'Waiting';
}

function setVariableData({ address, desired }: Wanted): Ocpp21.SetVariableDataType {
  return {
    ...addressToWire(address),
    attributeValue: desired.value,
    ...(address.attributeType === 'Actual' ? {} : { attributeType: address.attributeType }),
  };
}

function answersOf(
  variables: readonly Wanted[],
  status: DesiredStatus,
  reason?: string,
): Map<string, Answer> {
  return new Map(
    variables.map(({ key, desired: { value } }) => [
      key,
      { value, status, ...(reason === undefined ? {} : { reason }) },
    ]),
  );
}

/** Results belong to requests by their names, in whatever order they come (B05.FR.02). */
function answersFrom(
  variables: readonly Wanted[],
  results: readonly Ocpp21.SetVariableResultType[],
): Answers {
  // What the station leaves out of its answer it has not set.
  const answers = answersOf(variables, 'Rejected', 'The answer of the station leaves it out.');
  for (const result of results) {
    const key = keyOf(addressFromWire(result, result.attributeType));
    const asked = answers.get(key);
    if (asked === undefined) continue;
    const info = result.attributeStatusInfo;
    answers.set(key, {
      value: asked.value,
      status: result.attributeStatus,
      ...(info === undefined ? {} : { reason: reasonOf(info) }),
    });
  }
  return answers;
}

export function reasonOf({ reasonCode, additionalInfo }: Ocpp21.StatusInfoType): string {
  return additionalInfo === undefined ? reasonCode : `${reasonCode}: ${additionalInfo}`;
}

function answer16(
  outcome: CallOutcome<{
    readonly status: 'Accepted' | 'Rejected' | 'RebootRequired' | 'NotSupported';
  }>,
): Omit<Answer, 'value'> | undefined {
  if (outcome.outcome === 'answered') return { status: outcome.payload.status };
  return isFinal(outcome) ? { status: 'Refused', reason: failureText(outcome) } : undefined;
}
