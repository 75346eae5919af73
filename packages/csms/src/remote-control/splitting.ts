import type { Request } from '@northbound/protocol';
import { chunked, type MessageLimits } from '../device-model/chunks.ts';
import { isObject } from './command.ts';
import type { CommandAnswer, CommandName } from './sending.ts';

/** How a command is taken apart, and its answers are put together. */
interface Splitting<C extends CommandName> {
  pieces(request: Request<'2.1', C>, limits: MessageLimits): readonly Request<'2.1', C>[];
  merge(earlier: CommandAnswer<C>, later: CommandAnswer<C>): CommandAnswer<C>;
}

/** 2.1 part 2, B05.FR.11, B06.FR.05, N04.FR.09, N06.FR.04: the commands whose items a station may count. */
export const SPLITTINGS: { readonly [C in CommandName]?: Splitting<C> } = {
  SetVariables: {
    pieces: ({ setVariableData, ...rest }, limits) =>
      chunks(setVariableData, limits).map((piece) => ({ ...rest, setVariableData: piece })),
    merge: (earlier, later) => ({
      setVariableResult: [...earlier.setVariableResult, ...later.setVariableResult],
    }),
  },
  GetVariables: {
    pieces: ({ getVariableData, ...rest }, limits) =>
      chunks(getVariableData, limits).map((piece) => ({ ...rest, getVariableData: piece })),
    merge: (earlier, later) => ({
      getVariableResult: [...earlier.getVariableResult, ...later.getVariableResult],
    }),
  },
  SetVariableMonitoring: {
    pieces: ({ setMonitoringData, ...rest }, limits) =>
      chunks(setMonitoringData, limits).map((piece) => ({ ...rest, setMonitoringData: piece })),
    merge: (earlier, later) => ({
      setMonitoringResult: [...earlier.setMonitoringResult, ...later.setMonitoringResult],
    }),
  },
  ClearVariableMonitoring: {
    pieces: ({ id, ...rest }, limits) =>
      chunks(id, limits).map((piece) => ({ ...rest, id: piece })),
    merge: (earlier, later) => ({
      clearMonitoringResult: [...earlier.clearMonitoringResult, ...later.clearMonitoringResult],
    }),
  },
};

/** Commands of which each is one question, so that their items cannot be parted: whose limit counts them. */
const COUNTED: { readonly [C in CommandName]?: CommandName } = {
  GetReport: 'GetReport',
  GetMonitoringReport: 'GetReport',
};

/** The command after which the device model names the limits of this one; undefined when it has none. */
export function limitedBy(command: CommandName): CommandName | undefined {
  return SPLITTINGS[command] === undefined ? COUNTED[command] : command;
}

/** @returns why a question is too long for its station */
export function whyTooLong(
  command: CommandName,
  request: unknown,
  { items = Number.POSITIVE_INFINITY }: MessageLimits,
): string | undefined {
  if (COUNTED[command] === undefined || !isObject(request)) return undefined;
  const { componentVariable } = request;
  const count = Array.isArray(componentVariable) ? componentVariable.length : 0;
  if (count <= items) return undefined;
  return `The station takes ${items} variables in one question, and these are ${count} (2.1 part 2, B08.FR.06, N02.FR.07): ask in parts.`;
}

/** A station that has not said how many items it takes gets all: it can say no. */
function chunks<Item>(items: readonly Item[], limits: MessageLimits): readonly (readonly Item[])[] {
  return chunked(items, { items: Number.POSITIVE_INFINITY, ...limits });
}
