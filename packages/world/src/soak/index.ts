export { runSoak, type SoakOptions } from './node/soak.ts';
export { SOAK_KINDS, type SoakKind } from './plan.ts';
export { quantile, type SoakReport } from './report.ts';
