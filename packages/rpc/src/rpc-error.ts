import type { RpcErrorCode } from '@northbound/protocol';

/**
 * A refusal with a code of the standard (2.1 part 4, 4.3). A handler throws it to answer with that
 * CALLERROR; a gate returns it. Everything else that a handler throws is answered as
 * `InternalError` without a text.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  readonly details: object;

  /** @param description goes over the wire: at most 255 characters, the rest is cut */
  constructor(code: RpcErrorCode, description = '', details: object = {}) {
    super(description);
    this.code = code;
    this.details = details;
  }
}

/** A refusal that a gate returns for a peer that is to hear nothing at all, not even an error. */
export class SilentRefusal extends RpcError {}
