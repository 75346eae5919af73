import {
  ACTIONS,
  type Protocol,
  peerOf,
  type Role,
  spellErrorCode,
  VERSIONS,
  type Version,
} from '@northbound/protocol';
import { nearestName } from './hints.ts';
import type { Finding, RequestMessage, SeenCall } from './model.ts';
import { who } from './pairing.ts';
import { actionPlace, frameSection } from './places.ts';

/** One protocol for each version that is loaded. */
export type Protocols = { readonly [V in Version]?: Protocol<Version> };

/** Checks a CALL or SEND: is the action known, may this side send it, does its payload validate. */
export function checkRequest(
  protocol: Protocol<Version>,
  message: RequestMessage,
  sender: Role | undefined,
): Finding[] {
  const { version } = protocol;
  const info = protocol.actions.get(message.action);
  const validator = protocol.request(message.action);
  if (info === undefined || validator === undefined) {
    return [unknownAction(protocol, message.action)];
  }
  const place = actionPlace(version, message.action, info, sender);
  const findings: Finding[] = [];
  if (info.kind !== message.kind) {
    findings.push({
      rule: 'message-type',
      severity: 'error',
      message: `${message.action} is sent as a ${info.kind} (message type ${info.kind === 'SEND' ? 6 : 2}), not as a ${message.kind}.`,
      code: spellErrorCode('FormatViolation', version),
      place: frameSection(version, info.kind),
    });
  }
  if (sender !== undefined && info.from !== 'Both' && info.from !== sender) {
    findings.push({
      rule: 'direction',
      severity: 'error',
      message: `${who(sender)} sends ${message.action}, which only ${who(peerOf(sender)).toLowerCase().replace('csms', 'CSMS')} may send.`,
      code: spellErrorCode('NotSupported', version),
      ...(place === undefined ? {} : { place }),
    });
  }
  return [...findings, ...violations(protocol, message.payload, validator, place)];
}

/** Checks the payload of a CALLRESULT against the response of the action it answers. */
export function checkResult(
  protocol: Protocol<Version>,
  call: SeenCall,
  payload: unknown,
): Finding[] {
  const { action } = call.message;
  const validator = protocol.response(action);
  if (validator === undefined) return [];
  const place = actionPlace(protocol.version, action, protocol.actions.get(action), call.sender);
  return violations(protocol, payload, validator, place);
}

/** The actions whose response this payload could be, for an answer without its call. */
export function answerableActions(protocol: Protocol<Version>, payload: unknown): string[] {
  return [...protocol.actions.keys()].filter((action) => protocol.response(action)?.is(payload));
}

function violations(
  { version }: Protocol<Version>,
  payload: unknown,
  validator: NonNullable<ReturnType<Protocol<Version>['request']>>,
  place: string | undefined,
): Finding[] {
  // What is no object at all the frame's check has said already.
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return [];
  return validator.explain(payload).map((violation) => ({
    rule: 'schema',
    severity: 'error',
    message: `${violation.message}${hint(violation.keyword, violation.limit, violation.actual)}`,
    path: violation.path,
    keyword: violation.keyword,
    limit: violation.limit,
    code: spellErrorCode(violation.code, version),
    ...(place === undefined ? {} : { place }),
  }));
}

/** A value that is nearly one of those allowed. */
function hint(keyword: string, limit: unknown, actual: unknown): string {
  if (typeof actual !== 'string' || !Array.isArray(limit) || keyword !== 'enum') return '';
  const names = limit.filter((name): name is string => typeof name === 'string');
  const nearest = nearestName(actual, names);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

function unknownAction({ version, actions }: Protocol<Version>, action: string): Finding {
  const elsewhere = VERSIONS.filter((other) => ACTIONS[other].has(action));
  const nearest = nearestName(action, actions.keys());
  const hints = [
    ...(elsewhere.length > 0 ? [`; it belongs to OCPP ${elsewhere.join(' and ')}.`] : []),
    ...(nearest === undefined ? [] : [`; did you mean ${nearest}?`]),
    '.',
  ];
  return {
    rule: 'unknown-action',
    severity: 'error',
    message: `OCPP ${version} has no action ${JSON.stringify(action.slice(0, 80))}${hints[0]}`,
    code: spellErrorCode('NotImplemented', version),
    place: frameSection(version, 'CALL'),
  };
}
