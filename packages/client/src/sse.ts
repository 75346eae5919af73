/** One dispatched event of an event stream (WHATWG HTML, 9.2). */
export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
  /** The last id up to it in the stream, for `Last-Event-ID`. */
  readonly lastEventId: string;
}

/** Reads an event stream that arrives in pieces, cut anywhere. `retry` is left out: the client has its own back-off. */
export interface SseParser {
  push(chunk: string): ServerSentEvent[];
  /** Of the last event that came to its end: one that is cut off after its id has yet to come. */
  readonly lastEventId: string;
}

export function createSseParser(lastEventId = ''): SseParser {
  let rest = '';
  let atStart = true;
  let afterCarriageReturn = false;
  let type = '';
  let data: string[] = [];
  let id = lastEventId;

  function takeLine(line: string, events: ServerSentEvent[]): void {
    if (line === '') {
      lastEventId = id;
      if (data.length > 0) {
        events.push({ type: type || 'message', data: data.join('\n'), lastEventId });
      }
      type = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const afterColon = colon < 0 ? '' : line.slice(colon + 1);
    const value = afterColon.startsWith(' ') ? afterColon.slice(1) : afterColon;
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }

  function push(chunk: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    if (chunk === '') return events;
    let text = chunk;
    if (atStart) {
      atStart = false;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    // A CRLF may be cut in the middle: the LF then belongs to the line that the CR has already ended.
    if (afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    afterCarriageReturn = text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line, events);
    return events;
  }

  return {
    push,
    get lastEventId() {
      return lastEventId;
    },
  };
}
