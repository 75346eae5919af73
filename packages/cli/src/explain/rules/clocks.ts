import type { Finding, SessionRule } from '../model.ts';
import { field, listField, textField } from '../payload.ts';
import { place } from '../places.ts';

/** No OCPP message was sent before: the clock that wrote an earlier time had never been set. */
const FIRST_PLAUSIBLE_MS = Date.UTC(2010, 0, 1);

/** Fields that hold a moment, at the top of a payload or in its meter values. */
const TIME_FIELDS = ['timestamp', 'currentTime', 'generatedAt', 'startTime', 'stopTime'] as const;

/** Clocks that were never set. */
export function clockRule(): SessionRule {
  return {
    see({ message, version }) {
      if (!('payload' in message)) return [];
      const { payload } = message;
      return [...momentsOf(payload)]
        .filter(([, text]) => Date.parse(text) < FIRST_PLAUSIBLE_MS)
        .map(
          ([path, text]): Finding => ({
            rule: 'clock-not-set',
            severity: 'warning',
            message: `${path} is ${text}: the sender's clock has not been set.`,
            path,
            place: place(version, '1.6 §4.6', 'G02'),
          }),
        );
    },
  };
}

function* momentsOf(payload: unknown): Generator<readonly [string, string]> {
  for (const name of TIME_FIELDS) {
    const text = textField(payload, name);
    if (text !== undefined) yield [`$.${name}`, text];
  }
  for (const list of ['meterValue', 'transactionData', 'eventData'] as const) {
    if (field(payload, list) === undefined) continue;
    for (const [index, item] of listField(payload, list).entries()) {
      const text = textField(item, 'timestamp');
      if (text !== undefined) yield [`$.${list}[${index}].timestamp`, text];
    }
  }
}
