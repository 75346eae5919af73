import { peerOf } from '@northbound/protocol';
import {
  expectationOf,
  type FrameCase,
  type FrameTarget,
  type FrameTargets,
} from '@northbound/world/fuzz';
import { Evidence } from '../explain/evidence.ts';
import { Explainer } from '../explain/explainer.ts';
import type { Explanation } from '../explain/model.ts';
import { loadProtocols } from '../explain/protocols.ts';
import { jsonRenderer } from '../explain/render.ts';
import { explainText } from '../explain/run.ts';
import type { Protocols } from '../explain/schema.ts';

/** A report that is so many times longer than its log helps nobody. */
const MOST_OUTPUT_PER_CHARACTER = 40;
const LEAST_OUTPUT = 400_000;

/** Longer ones may be refused for their depth, which is our bound and not the standard's. */
const LONG = 4_096;
/** Of so many cases one is read as a log, too: that costs three times as much. */
const LOGGED = 4;

export const explainTargets: FrameTargets = {
  name: 'explain',
  role: 'CSMS',
  start: async () => new ExplainTarget(await loadProtocols()),
};

/** `northbound explain` with logs of stations that say anything. */
class ExplainTarget implements FrameTarget {
  readonly #protocols: Protocols;

  constructor(protocols: Protocols) {
    this.#protocols = protocols;
  }

  async play(frameCase: FrameCase): Promise<readonly string[]> {
    const texts = frameCase.steps.flatMap((step) => (step.do === 'frame' ? [step.text] : []));
    const complaints = this.#oneByOne(frameCase, texts);
    if (frameCase.seed % LOGGED !== 0) return complaints;
    return [...complaints, ...(await this.#asLog(frameCase, texts))];
  }

  async end(): Promise<void> {}

  /** Each frame is explained, and what the other side would refuse is found fault with. */
  #oneByOne({ version, role }: FrameCase, texts: readonly string[]): readonly string[] {
    const protocols = this.#protocols;
    const protocol = protocols[version];
    if (protocol === undefined) throw new RangeError(`OCPP ${version} is not loaded`);
    const explainer = new Explainer({ protocols, evidence: new Evidence(protocols), version });
    const complaints: string[] = [];
    for (const [index, text] of texts.entries()) {
      const explanation = explainer.explain({ line: index + 1, text, sender: peerOf(role) });
      const expected = expectationOf(text, protocol, role, []);
      if (explanation.says === '') complaints.push(`says nothing about ${text}`);
      const isRefused = expected !== undefined && expected.action === undefined;
      if (isRefused && text.length < LONG && !findsFault(explanation)) {
        complaints.push(`finds nothing wrong with ${text}`);
      }
    }
    explainer.end();
    return complaints.slice(0, 3);
  }

  /** The same in one log, of which nobody says what version it is. */
  async #asLog({ seed }: FrameCase, texts: readonly string[]): Promise<readonly string[]> {
    const separator = seed % 3 === 0 ? '\n2026-01-01T00:00:00Z CS-1 << ' : '\n';
    const log = texts.join(separator);
    let length = 0;
    await explainText(log, {
      protocols: this.#protocols,
      renderer: jsonRenderer,
      write: (text) => {
        length += text.length;
      },
    });
    return length <= LEAST_OUTPUT + MOST_OUTPUT_PER_CHARACTER * log.length
      ? []
      : [`makes ${length} characters of ${log.length}`];
  }
}

function findsFault({ findings }: Explanation): boolean {
  return findings.some(({ severity }) => severity !== 'note');
}
