export type { Violation } from '../checkers/violation.ts';
export { type Failure, shortestFailure, sizeOf } from './failure.ts';
export { FAULT_KINDS, type Fault, type FaultKind } from './faults.ts';
export { runWorld, type WorldReport } from './run.ts';
export { type Observer, storyText } from './story.ts';
export { storyPage } from './story-page.ts';
export { faultText, momentText } from './words.ts';
export type { WorldOptions } from './world.ts';
