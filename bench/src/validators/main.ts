/** A process that validates with one of the contenders, so that none of them runs on code optimised for another. */
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';
import { transactionEvent } from '../payloads.ts';
import { type Check, CONTENDERS } from './contenders.ts';

/** Different objects in turn, as they come from the wire. */
const PAYLOADS: readonly unknown[] = Array.from({ length: 64 }, (_, seqNo) =>
  JSON.parse(JSON.stringify(transactionEvent('tx-1', seqNo, '2026-01-01T00:00:00.000Z'))),
);

let check: Check | undefined;

answerParent({ prepare, validate });

/** Builds the validator, and makes sure that it tells right from wrong, down to the last value. */
async function prepare(settings: Settings): Promise<Numbers> {
  const name = textSetting(settings, 'contender');
  check = await CONTENDERS[name]?.();
  if (check === undefined) throw new Error(`no contender ${name}`);
  const right = transactionEvent('tx-1', 1, '2026-01-01T00:00:00.000Z');
  const wrongFormat = { ...right, timestamp: 'yesterday' };
  const unknownField = { ...right, meterValue: [{ ...right.meterValue[0], colour: 'red' }] };
  if (!check(right)) throw new Error('refuses a valid payload');
  if (check(wrongFormat)) throw new Error('does not check date-time');
  if (check(unknownField)) throw new Error('does not refuse unknown fields');
  return {};
}

function validate(settings: Settings): Numbers {
  if (check === undefined) throw new Error('not prepared');
  const times = numberSetting(settings, 'times');
  const startMs = performance.now();
  let valid = 0;
  for (let time = 0; time < times; time++) valid += check(PAYLOADS[time % PAYLOADS.length]) ? 1 : 0;
  const elapsedMs = performance.now() - startMs;
  if (valid !== times) throw new Error(`refused ${times - valid} valid payloads`);
  return { ns: (1e6 * elapsedMs) / times };
}
