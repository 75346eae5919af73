import type { Figure, Result } from './figure.ts';

/** No figure may take longer: one that hangs must not keep the others. On a slow machine the longest needs 80 s. */
const FIGURE_LIMIT_MS = 120_000;

/** Measures one figure; a failure is a result too, so that the others still get their turn. */
export async function measureFigure(figure: Figure): Promise<Result> {
  const signal = AbortSignal.timeout(FIGURE_LIMIT_MS);
  const startMs = performance.now();
  const durationS = () => (performance.now() - startMs) / 1000;
  try {
    const measurement = await figure.measure(signal);
    return { figure, measurement, durationS: durationS() };
  } catch (error) {
    const why = signal.aborted ? `not done after ${FIGURE_LIMIT_MS / 1000} s` : String(error);
    return { figure, failure: why, durationS: durationS() };
  }
}
