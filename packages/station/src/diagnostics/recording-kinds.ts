/**
 * What the entries of the black box are (docs/station-storage.md). All bytes are UTF-8: JSON, or for
 * frames the number of the connection, a space and the text. The numbers stand on flash.
 */
export const KIND = {
  /** The recording begins, with a process: `{"format":1}`. */
  begin: 1,
  /** A boot: the seed of its random numbers, `[u32, u32, u32, u32]`. */
  boot: 2,
  /** What people or the world did: `[name, …arguments]`. */
  verb: 3,
  /** A timer fired: its number, in the order in which timers were asked for. */
  timer: 4,
  /** What a connection told: `[number, event, …]`. */
  link: 5,
  frameIn: 6,
  /** What the hardware told: `[method, …arguments]`. */
  hardware: 7,
  /** What the station read changed: `[what, readings of the value before, value]`. */
  read: 8,
  /** Something that took a while came out: `[number, value]`. */
  result: 9,
  /** The next input came at once, before anything could follow from the one before it. */
  atOnce: 10,
  frameOut: 16,
  /** What the station did to its hardware and connections: `[method, …arguments]`. */
  effect: 17,
  /** A line of the diagnostics log: `[epochMs, text]`, and the token that it is about. */
  news: 18,
} as const;

export type KindName = keyof typeof KIND;
