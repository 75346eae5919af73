/** What an event does in a state: where to go, and what to do on the way, in this order. */
export type Step<State extends string, Action extends string> = readonly [
  next: State,
  ...actions: readonly Action[],
];

/**
 * A state machine: for every state and every event one step. The type makes it total, so an event
 * that means nothing in a state says so by staying where it is.
 */
export type StateTable<
  State extends string,
  Event extends string,
  Action extends string = never,
> = Readonly<Record<State, Readonly<Record<Event, Step<State, Action>>>>>;
