import { Component, type ReactNode } from 'react';
import { Failure } from '../ui/notes.tsx';

interface Caught {
  readonly error: unknown;
}

/** A fault in a page leaves a message and a way on instead of a white screen: a reload, which fetches it anew too. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = { error: undefined };

  static getDerivedStateFromError(error: unknown): Caught {
    return { error: error ?? new Error('unknown fault') };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <main className="page">
        <h1>This page has a fault</h1>
        <Failure error={this.state.error} retry={() => location.reload()} />
      </main>
    );
  }
}
