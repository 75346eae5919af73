import type { Request } from '@northbound/protocol';
import type { CommandAnswer, CommandName } from './sending.ts';

/** What a station takes in one message (2.1 part 2, `ItemsPerMessage` and `BytesPerMessage`); absent where unknown. */
export interface MessageLimits {
  readonly items?: number;
  readonly bytes?: number;
}

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

/** What a frame has around its items: the frame's type, an id of 36 characters, the action, the field's name. */
const BYTES_AROUND_ITEMS = 120;

/** As few pieces as the limits allow, in order; an item that is too large for every message goes alone. */
export function chunks<Item>(
  items: readonly Item[],
  {
    items: mostItems = Number.POSITIVE_INFINITY,
    bytes: mostBytes = Number.POSITIVE_INFINITY,
  }: MessageLimits,
): readonly (readonly Item[])[] {
  const pieces: Item[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = pieces.at(-1);
    if (last === undefined || last.length >= mostItems || bytes + itemBytes > mostBytes) {
      pieces.push([item]);
      bytes = BYTES_AROUND_ITEMS + itemBytes;
    } else {
      last.push(item);
      bytes += itemBytes;
    }
  }
  return pieces;
}
