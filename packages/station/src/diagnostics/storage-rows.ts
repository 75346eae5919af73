import type { Row } from '../device-model/rows.ts';

/** The component by which a station reports on its own storage. The standard has none: the name is ours. */
export const STORAGE_COMPONENT = 'StorageCtrlr';

const LANES = ['Transactions', 'Security', 'Other', 'DeadLetters'] as const;

const COUNT = { dataType: 'integer', unit: undefined } as const;
const BYTES = { dataType: 'integer', unit: 'B' } as const;

function row(variable: string, initial: string, instance?: string, own?: Row['own']): Row {
  return {
    component: STORAGE_COMPONENT,
    variable,
    initial,
    mutability: 'ReadOnly',
    ...(instance !== undefined && { instance }),
    ...(own !== undefined && { own }),
  };
}

/** `Problem`, `Entries` and `Storage` are names of the standard, their instances and the rest are ours. */
export const STORAGE_ROWS: readonly Row[] = [
  row('Problem', 'false'),
  ...LANES.map((lane) => row('Entries', '0', lane, COUNT)),
  ...['Transactions', 'Security', 'Other'].flatMap((lane) => [
    row('OldestAge', '0', lane, { dataType: 'integer', unit: 's' }),
    row('Dropped', '0', lane, COUNT),
  ]),
  row('Dropped', '0', 'DeadLetters', COUNT),
  row('Parked', '0', undefined, COUNT),
];

/** Where there is flash. */
export const FLASH_ROWS: readonly Row[] = [
  ...[...LANES, 'RAM'].flatMap((share) => [
    row('Storage', '0', share, BYTES),
    row('StorageLimit', '0', share, BYTES),
  ]),
  row('ThinnedSamples', '0', undefined, COUNT),
  row('Damaged', '0', undefined, COUNT),
  row('Erasures', '0', 'Most', COUNT),
  row('Erasures', '0', 'Least', COUNT),
  row('ProjectedLife', '1000', undefined, { dataType: 'decimal', unit: 'a' }),
];
