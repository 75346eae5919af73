import { TextDecoder } from 'node:util';

/** UTF-16 behind its byte order mark, as Windows PowerShell writes what is sent to a file with `>`; else UTF-8. */
export function decoderOf([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder();
}

/** A log as text, piece by piece as it comes. */
export async function* textOf(log: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let held = new Uint8Array();
  for await (const bytes of log) {
    if (decoder === undefined) {
      held = Buffer.concat([held, bytes]);
      // Half a mark says nothing.
      if (held.length < 2) continue;
      decoder = decoderOf(held);
      yield decoder.decode(held, { stream: true });
    } else yield decoder.decode(bytes, { stream: true });
  }
  yield decoder === undefined ? new TextDecoder().decode(held) : decoder.decode();
}
