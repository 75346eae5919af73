/** What tells most of a message; its text has the rest. */
const TELLING = [
  ...['eventType', 'triggerReason', 'connectorStatus', 'status', 'reason', 'stoppedReason'],
  ...['requestedMessage', 'operationalStatus', 'connectorId', 'evseId', 'transactionId'],
  ...['idTag', 'idToken', 'limit'],
] as const;

/** Objects in which more of that may stand. */
const INNER = ['transactionInfo', 'idTokenInfo', 'idTagInfo', 'idToken', 'evse'] as const;

/** A message in some words: its action, and the values by which one knows it from the next of its kind. */
export function gistOf(what: string, text: string): string {
  const payload = payloadOf(text);
  if (payload === undefined) return what;
  const [label = what] = /^(?:answer to )?\w+/.exec(what) ?? [];
  const objects = [payload, ...INNER.map((name) => fieldOf(payload, name))];
  // Of a token its type says little; of a Reset it is all.
  const values = [
    ...objects.flatMap((object) => TELLING.map((name) => fieldOf(object, name))),
    fieldOf(payload, 'type'),
  ];
  const told = values.filter((value) => typeof value === 'string' || typeof value === 'number');
  return [label, ...new Set(told.map(shortened))].join(' ');
}

/** As much of a UUID as one needs to know it again. */
function shortened(value: string | number): string {
  return String(value).replace(/^([0-9a-f]{8})-[0-9a-f-]{27}$/, '$1…');
}

/** Of a CALL and of a CALLRESULT; an error tells itself. */
function payloadOf(text: string): unknown {
  try {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) return undefined;
    if (frame[0] === 2 || frame[0] === 6) return frame[3];
    return frame[0] === 3 ? frame[2] : undefined;
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
