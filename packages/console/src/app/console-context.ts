import type { Client, Me } from '@northbound/client';
import { createContext, use } from 'react';
import type { EventStream, StreamState } from '../api/event-stream.ts';
import type { LiveViews } from '../api/live-views.ts';

/** What every page of the console has at hand. */
export interface ConsoleContext {
  /** The API, as who has signed in. */
  readonly client: Client;
  readonly me: Me;
  readonly live: LiveViews;
  readonly stream: EventStream;
  readonly streamState: StreamState;
  readonly signOut: () => void;
}

export const Console = createContext<ConsoleContext | undefined>(undefined);

export function useConsole(): ConsoleContext {
  const context = use(Console);
  if (context === undefined) throw new Error('outside of a signed-in console');
  return context;
}

/** Who else may use this CSMS, and which stations belong to it, only admins decide. */
export function useIsAdmin(): boolean {
  return useConsole().me.role === 'admin';
}

/** Viewers look; operators and admins act. */
export function useMayOperate(): boolean {
  return useConsole().me.role !== 'viewer';
}
