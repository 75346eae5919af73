import type { ActionInfo, Role, Version } from '@northbound/protocol';
import { SECTIONS_16 } from '@northbound/protocol/tables';
import type { WireMessage } from './model.ts';

const FRAME_SECTIONS: Readonly<Record<WireMessage['kind'], string>> = {
  CALL: '4.2.1',
  CALLRESULT: '4.2.2',
  CALLERROR: '4.2.3',
  CALLRESULTERROR: '4.2.3',
  SEND: '4.2.4',
};

/** More use cases than these would only fill the line. */
const SHOWN_USE_CASES = 3;

/** The chapter on a kind of frame; without a kind, the one on message types. */
export function frameSection(version: Version, kind?: WireMessage['kind']): string {
  return rpcSection(version, kind === undefined ? '4.1.3' : FRAME_SECTIONS[kind]);
}

/** A section of the document on OCPP-J; the three versions number them alike (4.1.1 synchronicity, 4.1.4 message id). */
export function rpcSection(version: Version, section: string): string {
  return version === '1.6' ? `1.6J §${section}` : `${version} part 4, §${section}`;
}

/** Where the standard describes an action; undefined for one that the version does not know. */
export function actionPlace(
  version: Version,
  action: string,
  info: ActionInfo | undefined,
  sender?: Role,
): string | undefined {
  if (info === undefined) return undefined;
  if (version === '1.6') {
    // The one action of both sides has two chapters.
    if (action === 'DataTransfer' && sender === 'CSMS') return '1.6 §5.6';
    return SECTIONS_16.get(action);
  }
  const useCases = info.useCases.slice(0, SHOWN_USE_CASES).join(', ');
  return useCases === '' ? undefined : `${version} part 2, ${useCases}`;
}

/** Place of a rule that 1.6 and 2.x describe in different documents. */
export function place(version: Version, in16: string, in2: string): string {
  return version === '1.6' ? in16 : `${version} part 2, ${in2}`;
}
