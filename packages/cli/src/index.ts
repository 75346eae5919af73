export { Evidence, type VersionVerdict } from './explain/evidence.ts';
export { Explainer } from './explain/explainer.ts';
export type { Explanation, Finding, LateFinding, LogFrame, Severity } from './explain/model.ts';
export { loadProtocols } from './explain/protocols.ts';
export { jsonRenderer, type Renderer, type Summary, textRenderer } from './explain/render.ts';
export {
  explainFile,
  explainStream,
  explainText,
  type RunOptions,
  type RunResult,
} from './explain/run.ts';
export { LogScanner } from './explain/scanner.ts';
