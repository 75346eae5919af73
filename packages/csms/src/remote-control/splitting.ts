import type { Request } from '@northbound/protocol';
import { chunked, type MessageLimits } from '../device-model/chunks.ts';
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

/** A station that has not said how many items it takes gets all: it can say no. */
function chunks<Item>(items: readonly Item[], limits: MessageLimits): readonly (readonly Item[])[] {
  return chunked(items, { items: Number.POSITIVE_INFINITY, ...limits });
}
