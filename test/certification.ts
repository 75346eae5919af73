import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, ROOT, sourcesOf } from './sources.ts';

/** A test case of the standard's certification (part 6 of 2.0.1 and its kin). */
export interface CertificationCase {
  readonly version: string;
  /** `cs`: the station is tested, `csms`: the backend. */
  readonly role: string;
  readonly id: string;
}

/** The public list of ids. */
export function certificationCases(role: string): CertificationCase[] {
  return readFileSync(join(ROOT, 'test/certification-cases.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [version = '', side = '', id = ''] = line.split(',');
      return { version, role: side, id };
    })
    .filter((one) => one.role === role);
}

/** Ids that tests below some folders carry; `TC_X_01_CS to TC_X_03_CS` stands for all between. */
export function namedCases(folders: readonly string[]): Set<string> {
  const named = new Set<string>();
  for (const { text } of folders.flatMap((folder) => sourcesOf(folder).filter(isTest))) {
    for (const [id] of text.matchAll(/\bTC_[A-Z0-9_]+_CS(?:MS)?\b/g)) named.add(id);
    for (const [, block, from, end, to] of text.matchAll(RANGE)) {
      for (let number = Number(from); number <= Number(to); number++) {
        named.add(`TC_${block}_${String(number).padStart(2, '0')}_${end}`);
      }
    }
  }
  return named;
}

const RANGE = /\bTC_([A-Z])_(\d+)_(CS(?:MS)?) to TC_[A-Z]_(\d+)_CS(?:MS)?\b/g;

/** A part of the cases that no test carries, and why. */
export interface Open {
  readonly why: string;
  /** What begins so; an id stands for itself. */
  readonly ids: readonly string[];
}

const all = (block: string, from: number, to: number): string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `TC_${block}_${String(from + index).padStart(2, '0')}_CS`,
  );

/** For the station, in the order in which the page tells it. */
export const OPEN_AT_THE_STATION: readonly Open[] = [
  {
    why: 'Needs ISO 15118: contract certificates, charging needs, schedules that the vehicle negotiates.',
    ids: [
      ...all('C', 50, 55),
      'TC_E_46_CS',
      ...all('K', 53, 58),
      ...all('K', 113, 116),
      'TC_A_12_CS',
      'TC_A_13_CS',
      'TC_N_63_CS',
    ],
  },
  {
    why: 'Needs certificates that only ISO 15118 has.',
    ids: ['TC_M_'],
  },
  { why: 'Needs a payment terminal, or a page to pay on.', ids: all('C', 103, 130) },
  {
    why: 'Needs tariffs and a cost that the station counts itself.',
    ids: ['TC_I_', 'TC_E_103_CS', 'TC_E_108_CS'],
  },
  {
    why: 'Needs bidirectional charging, grid codes or battery swapping.',
    ids: ['TC_Q_', 'TC_R_', 'TC_S_', 'TC_K_101_CS'],
  },
  {
    why: 'Does not apply: the case is for a station that cannot do it, or cannot do it always, and this one can.',
    ids: [
      'TC_B_15_CS',
      'TC_B_19_CS',
      ...all('K', 130, 134),
      'TC_L_12_CS',
      'TC_L_13_CS',
      'TC_N_04_CS',
      'TC_N_07_CS',
      'TC_N_29_CS',
      'TC_O_17_CS',
      'TC_O_18_CS',
    ],
  },
  {
    why: 'Does not apply: a station that updates under a running transaction, or tells the end of one with the last of its power.',
    ids: ['TC_032_1_CS', 'TC_L_16_CS'],
  },
  {
    why: 'The text of the case is not public: only its title is known, and that is not enough.',
    ids: ['TC_B_100_CS', 'TC_B_109_CS', 'TC_K_107_CS', 'TC_K_112_CS', 'TC_N_102_CS', 'TC_N_103_CS'],
  },
  {
    why: 'The event is not critical by the whitepaper of 1.6: it is logged, and GetLog brings it.',
    ids: ['TC_078_CS'],
  },
];

/** For the CSMS. */
export const OPEN_AT_THE_CSMS: readonly Open[] = [
  {
    why: 'Needs a V2G hierarchy that signs certificates of stations.',
    ids: [...all('A', 11, 14), ...all('M', 24, 24)],
  },
  {
    why: 'Needs ISO 15118: contract certificates, charging needs, schedules that the vehicle negotiates.',
    ids: [
      ...all('C', 50, 52),
      ...all('K', 53, 59),
      ...all('K', 113, 117),
      'TC_K_126_CS',
      'TC_M_26_CS',
      'TC_M_28_CS',
      'TC_M_100_CS',
    ],
  },
  {
    why: 'Needs payment: prepaid cards, terminals, settlements, a page to pay on.',
    ids: all('C', 103, 133),
  },
  {
    why: 'Needs tariffs and costs, and limits that a driver has paid for.',
    ids: ['TC_I_', 'TC_E_102_CS', ...all('E', 108, 111)],
  },
  { why: 'Needs bidirectional charging.', ids: ['TC_Q_'] },
  {
    why: 'Needs charging profiles that the CSMS plans and keeps up to date.',
    ids: ['TC_E_117_CS', 'TC_K_121_CS'],
  },
  {
    why: 'The text of the case is not public: only its title is known, and that is not enough.',
    ids: ['TC_N_102_CS', 'TC_N_102_2_CS', 'TC_O_101_CS'],
  },
];

/** Why a case has no test; undefined where nobody has said it. */
export function reasonOf(reasons: readonly Open[], id: string): string | undefined {
  return reasons.find(({ ids }) => ids.some((start) => id.startsWith(start)))?.why;
}
