import type { SessionReport } from '@northbound/rpc';

/** What a firmware engineer reads beside the frame; undefined when the report is not about a frame. */
export function verdictOf(report: SessionReport): string | undefined {
  switch (report.kind) {
    case 'unreadableFrame':
      return `unreadable: ${report.problem}`;
    case 'unknownMessageType':
      return 'its message type is not one of this version';
    case 'refused':
      return [`${report.code}: ${report.description}`, ...messagesOf(report.violations)].join('; ');
    case 'lenient':
      return ['taken all the same', ...messagesOf(report.leniencies)].join('; ');
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
      return ['the answer does not validate', ...messagesOf(report.violations)].join('; ');
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

function messagesOf(violations: readonly { readonly message: string }[]): string[] {
  return violations.map(({ message }) => message);
}
