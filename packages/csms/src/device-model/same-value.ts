import type { Ocpp21 } from '@northbound/protocol';

/**
 * Whether two spellings of a value mean the same: what a station reports is rarely the very text that it was sent.
 * Lists without an order have the same members; numbers the same amount; `TRUE` is `true`.
 */
export function isSameValue(
  a: string,
  b: string,
  dataType: Ocpp21.DataEnumType | undefined,
): boolean {
  if (a === b) return true;
  switch (dataType) {
    case 'boolean':
      return a.trim().toLowerCase() === b.trim().toLowerCase();
    case 'integer':
    case 'decimal':
      return a.trim() !== '' && b.trim() !== '' && Number(a) === Number(b);
    case 'dateTime':
      return Date.parse(a) === Date.parse(b);
    case 'MemberList':
      return membersOf(a).sort().join() === membersOf(b).sort().join();
    case 'SequenceList':
      return membersOf(a).join() === membersOf(b).join();
    case 'OptionList':
    case 'string':
    case undefined:
      return false;
  }
}

function membersOf(list: string): string[] {
  return list
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
