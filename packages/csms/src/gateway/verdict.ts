import type { SessionReport } from '@northbound/rpc';

/** Something that deserves a line among the frames although it is none. */
interface Note {
  readonly text: string;
  /** What was wrong; absent when nothing was. */
  readonly verdict?: string;
}

/** A report about the connection itself; undefined when it is about a frame. */
export function noteOf(report: SessionReport): Note | undefined {
  switch (report.kind) {
    case 'flood':
      return { text: 'flood', verdict: 'more frames than the limit allows; reading pauses' };
    case 'linkError':
      return { text: 'link error', verdict: report.message };
    default:
      return undefined;
  }
}

/** Close codes of RFC 6455 that are no trouble: done, and going away. */
const ORDERLY = new Set([1000, 1001]);

/** RFC 6455, 7.4.1: what the codes say that stations come with. */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  1002: 'protocol error',
  1003: 'unacceptable data',
  1006: 'the connection broke without a close frame',
  1007: 'text that is not UTF-8',
  1008: 'policy violation',
  1009: 'a message larger than is taken here',
  1011: 'internal error',
};

export function closeNote(code: number, reason: string): Note {
  const text = `connection closed ${code}${reason === '' ? '' : `: ${reason}`}`;
  return ORDERLY.has(code)
    ? { text }
    : { text, verdict: CLOSE_CODES[code] ?? `close code ${code}` };
}

/** What a firmware engineer reads beside the frame; undefined when the report is not about a frame. */
export function verdictOf(report: SessionReport): string | undefined {
  switch (report.kind) {
    case 'unreadableFrame':
      return `unreadable: ${report.problem}`;
    case 'unknownMessageType':
      return 'its message type is not one of this version';
    case 'refused':
      return `${report.code}: ${reasonOf(report)}`;
    case 'lenient':
      return `taken all the same: ${messagesOf(report.leniencies)}`;
    case 'repeatedMessage':
      return 'repeated with the same bytes; got the same answer again';
    case 'reusedMessageId':
      return 'message id used before with other content; taken as a new message';
    case 'callBeforeAnswer':
      return 'sent before the CALL in front of it was answered';
    case 'lateAnswer':
      return `the answer came after the time-out of ${report.action}`;
    case 'answerToNothing':
      return 'answers no CALL of ours';
    case 'invalidAnswer':
      return `the answer does not validate: ${messagesOf(report.violations)}`;
    case 'answerRejected':
      return `the station could not use our answer: ${report.code} ${report.description}`;
    case 'handlerFailed':
      return 'could not be stored or handled here; the station was asked to repeat it';
    case 'notSent':
    case 'flood':
    case 'linkError':
      return undefined;
  }
}

/** The description of a refused payload only sums its violations up. */
function reasonOf({
  description,
  violations,
}: Extract<SessionReport, { readonly kind: 'refused' }>): string {
  return violations.length === 0 ? description : messagesOf(violations);
}

/** Each is a sentence. */
function messagesOf(violations: readonly { readonly message: string }[]): string {
  return violations.map(({ message }) => message).join(' ');
}
