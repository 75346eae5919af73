import { Component, type ReactNode } from 'react';
import { Failure } from '../ui/notes.tsx';
import { NotLoaded } from './later.ts';

interface Caught {
  readonly error: unknown;
}

/** A fault in a page leaves a message and a way on instead of a white screen: a reload, which fetches it anew too. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = { error: undefined };

  static getDerivedStateFromError(error: unknown): Caught {
    return { error: error ?? new Error('unknown fault') };
  }

  /** What could not be loaded is asked for again, here or when somebody comes back. */
  override componentDidCatch(error: unknown): void {
    if (error instanceof NotLoaded) error.forget();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (!(error instanceof NotLoaded)) {
      return (
        <main className="page">
          <h1>This page has a fault</h1>
          <Failure error={error} retry={() => location.reload()} />
        </main>
      );
    }
    return (
      <main className="page">
        <h1>This page is missing</h1>
        <Failure error={error} retry={() => this.setState({ error: undefined })} />
        <p>
          <button type="button" className="button" onClick={() => location.reload()}>
            Load the console anew
          </button>
        </p>
      </main>
    );
  }
}
