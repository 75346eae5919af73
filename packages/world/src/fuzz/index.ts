export { type CertificateReport, fuzzCertificates } from './certificates/run.ts';
export { type FlashReport, fuzzFlash } from './flash/run.ts';
export type { FrameCase } from './frames/case.ts';
export { csmsTargets } from './frames/csms-target.ts';
export { expectationOf } from './frames/expectation.ts';
export { type FrameReport, type FuzzObserver, fuzzFrames } from './frames/run.ts';
export { stationTargets } from './frames/station-target.ts';
export type { FrameTarget, FrameTargets } from './frames/target.ts';
export { megabytes } from './heap.ts';
