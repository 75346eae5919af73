export type { Violation } from '../checkers/violation.ts';
export { type Failure, shortestFailure, sizeOf } from './failure.ts';
export { FAULT_KINDS, type Fault, type FaultKind, isFaultKind } from './faults.ts';
export { runWorld, type WorldReport } from './run.ts';
export { type Frame, faultText, momentText, type Observer } from './story.ts';
export type { WorldOptions } from './world.ts';
