/** A process that lives worlds one after the other until a rule is broken in one; it tells each on a line of JSON. */
import { sizeOf } from '../../simulation/failure.ts';
import { runWorld } from '../../simulation/run.ts';

const [from = 1, seeds = 1, stations = 0, days = 0] = process.argv.slice(2).map(Number);

tell({ begun: true });
for (let seed = from; seed < from + seeds; seed++) {
  const size = sizeOf(seed);
  const { violations } = await runWorld({
    seed,
    stations: stations > 0 ? stations : size.stations,
    days: days > 0 ? days : size.days,
  });
  const [first] = violations;
  tell({ seed, ...(first !== undefined && { rule: first.rule, what: first.what }) });
  if (first !== undefined) break;
}

function tell(news: object): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}
