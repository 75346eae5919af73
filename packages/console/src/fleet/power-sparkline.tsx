import { useSyncExternalStore } from 'react';
import { useConsole } from '../app/console-context.ts';
import { sparklinePath } from '../model/power-history.ts';

const WIDTH = 100;
const HEIGHT = 32;

/** The fleet's power since the console was opened, five minutes at most. */
export function PowerSparkline() {
  const { live } = useConsole();
  const history = useSyncExternalStore(live.subscribe, live.powerHistory);
  const path = sparklinePath(history, WIDTH, HEIGHT);
  if (path === '') return null;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Power in the last minutes"
    >
      <path className="sparkline-area" d={`${path}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
      <path className="sparkline-line" d={path} />
    </svg>
  );
}
