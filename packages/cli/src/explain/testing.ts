import type { Version } from '@northbound/protocol';
import type { Explanation, Finding, LateFinding } from './model.ts';
import { loadProtocols } from './protocols.ts';
import { explainFile, explainText } from './run.ts';

const protocols = await loadProtocols();

/** What a log came to, for tests. */
export interface Explained {
  readonly messages: readonly Explanation[];
  /** Every finding with its line, in the order it was printed. */
  readonly findings: readonly LateFinding[];
  readonly version: Version | undefined;
  readonly certainty: string | undefined;
}

/** Explains a log (or one frame) and gives back what would be printed. */
export async function explain(
  log: string | readonly string[],
  version?: Version,
): Promise<Explained> {
  const messages: Explanation[] = [];
  const findings: LateFinding[] = [];
  let judged: { version: Version; certainty: string } | undefined;
  const options = {
    protocols,
    ...(version && { version }),
    write: () => {},
    renderer: {
      version: (verdict: { version: Version; certainty: string }) => {
        judged = verdict;
        return '';
      },
      explanation: (explanation: Explanation) => {
        messages.push(explanation);
        findings.push(
          ...explanation.findings.map((finding) => ({ line: explanation.line, finding })),
        );
        return '';
      },
      late: (late: LateFinding) => {
        findings.push(late);
        return '';
      },
      summary: () => '',
    },
  };
  if (typeof log === 'string') await explainText(log, options);
  else await explainFile(() => [log.join('\n')], options);
  return { messages, findings, version: judged?.version, certainty: judged?.certainty };
}

/** `line rule` of every finding that counts. */
export function rulesOf({ findings }: Explained): string[] {
  return findings
    .filter(({ finding }) => counts(finding))
    .map(({ line, finding }) => `${line} ${finding.rule}`);
}

function counts({ severity }: Finding): boolean {
  return severity !== 'note';
}
