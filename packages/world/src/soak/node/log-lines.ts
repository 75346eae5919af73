import type { Violation } from '../../checkers/violation.ts';

/** Levels of the log from which on something was not handled. */
const ERROR = 50;

/**
 * What the CSMS itself reports as broken, beyond a store that was broken for it and the loss of which it says once.
 *
 * @param isStoreBroken whether this run fills its disk or locks its file
 */
export function checkLog(lines: readonly string[], isStoreBroken: boolean): Violation[] {
  return lines.flatMap((line) => {
    if (line === '') return [];
    const { level, err, msg, isJson } = read(line);
    if (isJson && level < ERROR) return [];
    if (isStoreBroken && (err === 'DatabaseError' || !isJson)) return [];
    const what = isJson ? `${msg} ${line.slice(0, 600)}` : line.slice(0, 600);
    return [{ rule: 'failure', place: 'CSMS log', what }];
  });
}

function read(line: string): {
  readonly level: number;
  readonly err: string;
  readonly msg: string;
  readonly isJson: boolean;
} {
  try {
    const entry: unknown = JSON.parse(line);
    const { level, err, msg } = Object(entry);
    return { level: Number(level), err: String(Object(err).type), msg: String(msg), isJson: true };
  } catch {
    return { level: 0, err: '', msg: '', isJson: false };
  }
}
