/** One way of doing the same work; answers the cost of one round of it. */
export interface Contender {
  readonly name: string;
  readonly measure: () => Promise<number>;
}

/**
 * Measures the contenders A B C, B C A, C A B, …: whatever else the machine does in the meantime hits all of them alike,
 * and values with the same index may be divided by each other.
 *
 * @param rounds how many at most
 * @param budgetMs no round starts after this time; the first two always run
 * @returns the values of each contender, by round
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, budgetMs }: { readonly rounds: number; readonly budgetMs: number },
): Promise<Map<string, number[]>> {
  const values = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  const endMs = performance.now() + budgetMs;
  for (let round = 0; round < rounds && (round < 2 || performance.now() < endMs); round++) {
    const first = round % contenders.length;
    for (const { name, measure } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      values.get(name)?.push(await measure());
    }
  }
  return values;
}
