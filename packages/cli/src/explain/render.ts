import type { Version } from '@northbound/protocol';
import type { Certainty, VersionVerdict } from './evidence.ts';
import type { Explanation, Finding, LateFinding, Severity } from './model.ts';

/** What a whole input came to. */
export interface Summary {
  readonly frames: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** Turns what is known into what is printed. */
export interface Renderer {
  version(verdict: VersionVerdict, from: string): string;
  explanation(explanation: Explanation): string;
  late(late: LateFinding): string;
  summary(summary: Summary): string;
}

const CERTAINTIES: Readonly<Record<Certainty, string>> = {
  named: 'named by the log',
  certain: 'certain: some of its messages exist in this version only',
  likely: 'likely: it fits more of the messages than any other version',
  guess: 'a guess',
};

/** One JSON object a line. */
export const jsonRenderer: Renderer = {
  version: (verdict, from) => line({ kind: 'version', ...verdict, from }),
  explanation: ({ kind, ...rest }) => line({ kind: 'message', messageType: kind, ...rest }),
  late: ({ line: number, finding }) => line({ kind: 'finding', line: number, finding }),
  summary: (summary) => line({ kind: 'summary', ...summary }),
};

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green';

const CODES: Readonly<Record<Style, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
};

const MARKS: Readonly<Record<Severity, readonly [string, Style]>> = {
  error: ['✗', 'red'],
  warning: ['!', 'yellow'],
  note: ['·', 'dim'],
};

const SENDERS = { ChargingStation: 'station → CSMS', CSMS: 'CSMS → station' } as const;

/** Text for people. */
export function textRenderer(useColour: boolean): Renderer {
  const paint = (style: Style, text: string): string =>
    useColour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

  function findingText(finding: Finding, indent: string): string {
    const [mark, style] = MARKS[finding.severity];
    const code = finding.code === undefined ? '' : finding.code;
    const facts = [code, finding.place ?? ''].filter((part) => part !== '').join(' · ');
    const tail = facts === '' ? '' : paint('dim', `  [${facts}]`);
    return `${indent}${paint(style, mark)} ${printable(finding.message)}${tail}\n`;
  }

  return {
    version({ version, certainty, alsoFits }, from) {
      const fit = alsoFits.length === 1 ? 'fits' : 'fit';
      const also = alsoFits.length === 0 ? '' : `; ${alsoFits.join(' and ')} ${fit} as well`;
      return `${paint('bold', `OCPP ${version}`)} ${paint('dim', `(${CERTAINTIES[certainty]}${also}; judged by ${from})`)}\n\n`;
    },
    explanation(explanation) {
      const { at, station, sender, kind, action, messageId } = explanation;
      const title = [
        kind ?? 'not understood',
        action ?? '',
        messageId === undefined ? '' : `id ${messageId}`,
      ];
      const around = [
        `line ${explanation.line}`,
        at,
        station,
        sender && SENDERS[sender],
        explanation.version,
      ];
      const head = title
        .filter((part) => part !== '')
        .map(printable)
        .join(' ');
      const where = around
        .filter((part) => part !== undefined)
        .map(printable)
        .join(' · ');
      const frame = kind === undefined ? `    ${printable(explanation.text.slice(0, 160))}\n` : '';
      const place = paint(
        'dim',
        `  ${[explanation.place, explanation.block].filter((part) => part !== undefined).join(' · ')}`.trimEnd(),
      );
      const findings = explanation.findings.map((finding) => findingText(finding, '    ')).join('');
      return `${paint('bold', head)}  ${paint('dim', where)}\n    ${printable(explanation.says)}${place}\n${frame}${findings}`;
    },
    late({ line: number, finding }) {
      return findingText({ ...finding, message: `line ${number}: ${finding.message}` }, '');
    },
    summary({ frames, errors, warnings, notes }) {
      const counts = [count(errors, 'error'), count(warnings, 'warning')].filter(
        (part) => part !== '',
      );
      const verdict =
        counts.length === 0
          ? paint('green', 'nothing wrong')
          : paint(errors > 0 ? 'red' : 'yellow', counts.join(', '));
      const remarks = notes === 0 ? '' : `, ${count(notes, 'note')}`;
      return `\n${count(frames, 'message')}: ${verdict}${remarks}\n`;
    },
  };
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A log must not steer the reader's terminal. */
function printable(text: string | Version): string {
  return text.replace(/\p{C}/gu, '�');
}
