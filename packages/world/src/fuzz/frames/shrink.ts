import type { FrameCase, Step } from './case.ts';

/** Tries, at most: a smaller story is worth some time, not all of it. */
const MOST_TRIES = 400;

/**
 * The fewest steps of a case that still go wrong: halves are left out first, then quarters, at last single ones; then
 * the fields of the payloads of what is left.
 *
 * @param fails whether a case goes wrong on a side that has seen nothing else
 */
export async function shrinkCase(
  found: FrameCase,
  fails: (candidate: FrameCase) => Promise<boolean>,
): Promise<FrameCase> {
  let left = MOST_TRIES;
  let best = found;
  const take = async (steps: readonly Step[]): Promise<boolean> => {
    const candidate = { ...best, steps };
    if (left <= 0) return false;
    left -= 1;
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.steps.length; ) {
      const without = [...best.steps.slice(0, at), ...best.steps.slice(at + size)];
      if (!(await take(without))) at += size;
    }
  }
  for (let at = 0; at < best.steps.length; at++) await shrinkStep(at, () => best, take);
  return best;
}

async function shrinkStep(
  at: number,
  best: () => FrameCase,
  take: (steps: readonly Step[]) => Promise<boolean>,
): Promise<void> {
  const step = best().steps[at];
  if (step?.do !== 'frame') return;
  for (const text of smallerTexts(step.text)) {
    const steps = best().steps.with(at, { do: 'frame', text });
    // One field less may show the next: from the beginning again.
    if (await take(steps)) return shrinkStep(at, best, take);
  }
}

/** The frame with one field of its payload less; none for what is no frame. */
function smallerTexts(text: string): readonly string[] {
  try {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) return [];
    const payload: unknown = frame[3];
    if (typeof payload !== 'object' || payload === null) return [];
    return Object.keys(payload).map((name) => {
      const { [name]: _, ...less }: Record<string, unknown> = { ...payload };
      return JSON.stringify(frame.with(3, less));
    });
  } catch {
    // No JSON, or nested too deep to be written down again.
    return [];
  }
}
