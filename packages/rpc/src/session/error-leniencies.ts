import {
  type ErrorFrame,
  type Leniency,
  readErrorCode,
  spellErrorCode,
  type Version,
} from '@northbound/protocol';

/** What was forgiven in a CALLERROR that was taken all the same. */
export function errorLeniencies(
  { code, defect }: ErrorFrame,
  version: Version,
): readonly Leniency[] {
  const leniencies: Leniency[] = [];
  if (defect !== undefined) {
    const message = `The CALLERROR has no proper ${defect}.`;
    leniencies.push({ kind: 'frameDefect', path: '$', message });
  }
  const read = readErrorCode(code);
  if (read === undefined || spellErrorCode(read, version) !== code) {
    const message = `OCPP ${version} has no error code of this spelling.`;
    leniencies.push({ kind: 'errorCodeSpelling', path: '$', message });
  }
  return leniencies;
}
