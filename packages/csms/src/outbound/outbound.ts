/** What is sent to a system outside. */
export interface OutboundPost {
  /** `http:` or `https:`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Whether the address may be one inside the network: of this machine, private, link-local. */
  readonly allowPrivate: boolean;
}

export type OutboundResult =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: string }
  | {
      readonly outcome: 'failed';
      readonly reason: 'timedOut' | 'privateAddress' | 'unreachable' | 'tooLarge' | 'invalidUrl';
      readonly detail: string;
    };

/** Requests to systems outside. Never rejects, follows no redirects, and takes 64 KiB of answer at most. */
export interface Outbound {
  post(request: OutboundPost): Promise<OutboundResult>;
}

/** For a CSMS that is shut in, as in a simulation. */
export const NOTHING_OUTSIDE: Outbound = {
  post: async () => ({ outcome: 'failed', reason: 'unreachable', detail: 'There is no outside.' }),
};
