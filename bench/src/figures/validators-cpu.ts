import { type Figure, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { interleave } from '../harness/rounds.ts';
import { summarize } from '../harness/statistics.ts';
import { CONTENDERS } from '../validators/contenders.ts';

const PROGRAM = new URL('../validators/main.ts', import.meta.url);
const TIMES = 50_000;

export const validatorsCpu: Figure = {
  id: 'validators-cpu',
  title: 'validation of a 1 kB TransactionEvent, formats included',
  unit: 'ns',
  async measure(signal) {
    await using processes = new AsyncDisposableStack();
    const missing: { name: string; why: string }[] = [];
    const contenders: { name: string; measure: () => Promise<number> }[] = [];
    for (const name of Object.keys(CONTENDERS)) {
      const child = processes.use(new Child(PROGRAM, signal));
      try {
        await child.ask('prepare', { contender: name });
        await child.ask('validate', { times: 2 * TIMES });
        const measure = () => child.askFor('ns', 'validate', { times: TIMES });
        contenders.push({ name, measure });
      } catch (error) {
        if (name === 'northbound') throw error;
        missing.push({ name, why: String(error) });
      }
    }
    const values = await interleave(contenders, { rounds: 15, budgetMs: 20_000 });
    const { median, low, high } = summarize(values.get('northbound') ?? []);
    const rows = [...values]
      .filter(([name]) => name !== 'northbound')
      .map(([name, own]) => rowOf(name, summarize(own), 'ns'));
    return { value: median, low, high, rows, missing };
  },
};
