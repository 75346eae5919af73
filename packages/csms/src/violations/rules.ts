import { ACTIONS, type Version } from '@northbound/protocol';
import { SECTIONS_16 } from '@northbound/protocol/tables';
import type { SessionReport } from '@northbound/rpc';

/** A section of the document on OCPP-J; the three versions number them alike. */
function rpc(section: string) {
  return (version: Version): string =>
    version === '1.6' ? `1.6J §${section}` : `${version} part 4, §${section}`;
}

/** Two places that 1.6 and 2.x have for the same. */
function part2(in16: string, in2: string) {
  return (version: Version): string => (version === '1.6' ? in16 : `${version} part 2, ${in2}`);
}

/** Where the standard describes the action itself. */
function ofAction(version: Version, action: string | undefined): string {
  const info = action === undefined ? undefined : ACTIONS[version].get(action);
  if (version === '1.6') return SECTIONS_16.get(action ?? '') ?? '1.6';
  const useCases = info?.useCases.slice(0, 3).join(', ') ?? '';
  return `${version} part 2, ${useCases === '' ? (action ?? 'messages') : useCases}`;
}

interface Rule {
  /** What it is to break it, in one sentence. */
  readonly title: string;
  readonly place: (version: Version, action: string | undefined) => string;
}

/** What a station can do wrong, beside what the schemas say; the names are those of `northbound explain` where it has them. */
export const RULES = {
  frame: { title: 'The frame is none of OCPP-J.', place: rpc('4.1.3') },
  'message-type': { title: 'The version has no message of this type.', place: rpc('4.1.3') },
  schema: { title: 'The payload does not fit the schema of the action.', place: ofAction },
  leniency: { title: 'The payload breaks its schema and was taken all the same.', place: ofAction },
  'unknown-action': { title: 'The version has no such action.', place: rpc('4.3') },
  'wrong-direction': { title: 'The action is one of the CSMS.', place: ofAction },
  'before-acceptance': {
    title: 'A message came before the boot was accepted.',
    place: part2('1.6 §4.2', 'B01.FR.10, B02.FR.09'),
  },
  'repeated-call': { title: 'A message came twice with the same bytes.', place: rpc('4.1.4') },
  'repeated-id': { title: 'A message id came again with other content.', place: rpc('4.1.4') },
  'overlapping-call': {
    title: 'A CALL came before the one in front of it was answered.',
    place: rpc('4.1.1'),
  },
  'late-answer': { title: 'An answer came after its time.', place: rpc('4.1.1') },
  'answer-to-nothing': { title: 'An answer came to no question.', place: rpc('4.1.4') },
  'invalid-answer': { title: 'An answer does not fit the schema of the action.', place: ofAction },
  flood: { title: 'More frames came than are taken.', place: rpc('4.1.1') },
  'status-transition': {
    title: 'The status of a connector changed to one that it cannot change to.',
    place: () => '1.6 §4.9',
  },
  'meter-backwards': {
    title: 'The energy register runs backwards.',
    place: part2('1.6 §7.31', 'J02; SampledValueType'),
  },
  'seqno-reused': {
    title: 'A sequence number came again with other content.',
    place: part2('1.6', 'E01.FR.07, E02.FR.13'),
  },
  'impossible-time': {
    title: 'A moment cannot be: far from now.',
    place: part2('1.6 §4.6', 'B04, G02'),
  },
  'ends-before-start': {
    title: 'A transaction ends before it starts.',
    place: part2('1.6 §4.10', 'E06'),
  },
  'other-evse': {
    title: 'A message names another EVSE than that of its transaction.',
    place: part2('1.6 §4.7', 'E02; TransactionEventRequest'),
  },
  'ended-twice': { title: 'A transaction ended twice.', place: part2('1.6 §4.10', 'E06') },
  'shared-identity': {
    title: 'Two stations have one identity.',
    place: part2('1.6J §3.1.1', 'A00; part 4, §3.1.1'),
  },
  'meter-signature': {
    title: 'The signature of a meter value does not fit its data.',
    place: part2('1.6', 'SignedMeterValueType'),
  },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

export const RULE_NAMES: readonly string[] = Object.keys(RULES);

export function isRule(name: string): name is RuleName {
  return Object.hasOwn(RULES, name);
}

/** What a report of a session says that the station did wrong; undefined when it is none, or our own doing. */
export function ruleOfReport(report: SessionReport, version: Version): RuleName | undefined {
  switch (report.kind) {
    case 'unreadableFrame':
      return 'frame';
    case 'unknownMessageType':
      return 'message-type';
    case 'refused':
      return ruleOfRefusal(report, version);
    case 'lenient':
      return 'leniency';
    case 'repeatedMessage':
      return 'repeated-call';
    case 'reusedMessageId':
      return 'repeated-id';
    case 'callBeforeAnswer':
      return 'overlapping-call';
    case 'lateAnswer':
      return 'late-answer';
    case 'answerToNothing':
      return 'answer-to-nothing';
    case 'invalidAnswer':
      return 'invalid-answer';
    case 'flood':
      return 'flood';
    case 'answerRejected':
    case 'handlerFailed':
    case 'notSent':
    case 'linkError':
      return undefined;
  }
}

function ruleOfRefusal(
  { code, action, violations }: Extract<SessionReport, { readonly kind: 'refused' }>,
  version: Version,
): RuleName | undefined {
  if (violations.length > 0) return 'schema';
  if (code === 'SecurityError') return 'before-acceptance';
  const info = ACTIONS[version].get(action);
  if (info === undefined) return 'unknown-action';
  return info.from === 'CSMS' ? 'wrong-direction' : undefined;
}

/** What the blocks remark on messages that were taken. */
const REMARKS: readonly (readonly [RegExp, RuleName])[] = [
  [/^seqNo \d+ came before with other content/, 'seqno-reused'],
  [/runs backwards/, 'meter-backwards'],
  [/cannot be: the moment of its arrival/, 'impossible-time'],
  [/ends before it starts/, 'ends-before-start'],
  [/^it names EVSE \d+; its transaction/, 'other-evse'],
  [/has ended before/, 'ended-twice'],
  [/signature of a meter value/, 'meter-signature'],
  [/^another station has this identity/, 'shared-identity'],
  [/^connector \d+ goes from/, 'status-transition'],
];

export function ruleOfRemark(remark: string): RuleName | undefined {
  return REMARKS.find(([pattern]) => pattern.test(remark))?.[1];
}
