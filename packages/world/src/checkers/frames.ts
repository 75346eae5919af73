/** A CALL with its id and action. Every text on a wire is looked at, so as little of it as possible. */
export const CALL = /^\[2,"([^"]+)","(\w+)"/;

/** A CALLRESULT with the id of what it answers. */
export const RESULT = /^\[3,"([^"]+)"/;
