/** How much a station takes in one message, as its device model says; absent where it says nothing. */
export interface MessageLimits {
  readonly items?: number;
  readonly bytes?: number;
}

/** Around the payload: type, id, action and brackets of the frame. */
const FRAME_OVERHEAD_BYTES = 96;

/**
 * Items in messages that a station takes. One that has not said how many it takes gets one at a time: more than that it
 * need not accept (2.1 part 2, B05.FR.11). An item that is too long for its limit goes alone; the station says no.
 */
export function chunked<Item>(
  items: readonly Item[],
  { items: most = 1, bytes }: MessageLimits,
): Item[][] {
  const chunks: Item[][] = [];
  let chunk: Item[] = [];
  let chunkBytes = FRAME_OVERHEAD_BYTES;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    const isFull =
      chunk.length >= Math.max(1, most) || (bytes !== undefined && chunkBytes + itemBytes > bytes);
    if (chunk.length > 0 && isFull) {
      chunks.push(chunk);
      chunk = [];
      chunkBytes = FRAME_OVERHEAD_BYTES;
    }
    chunk.push(item);
    chunkBytes += itemBytes;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
