import { useEffect, useRef, useState } from 'react';
import { Brand } from '../ui/icons.tsx';

interface SignInProps {
  readonly problem: string | undefined;
  readonly onKey: (key: string) => Promise<void>;
}

export function SignIn({ problem, onKey }: SignInProps) {
  const [key, setKey] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <main className="sign-in">
      <title>Northbound</title>
      <form
        className="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== '') void onKey(key.trim());
        }}
      >
        <Brand />
        <h1>Northbound</h1>
        <p className="muted">Sign in with an API key of this CSMS.</p>
        <label className="field">
          <span>API key</span>
          <input
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
            aria-invalid={problem !== undefined}
            aria-describedby="sign-in-problem"
            ref={input}
          />
        </label>
        <p id="sign-in-problem" className="problem-text" role="alert">
          {problem}
        </p>
        <button type="submit" className="button button-primary" disabled={key.trim() === ''}>
          Sign in
        </button>
        <p className="hint">
          The first start of the CSMS prints an admin key. An admin makes further keys for operators
          and viewers.
        </p>
      </form>
    </main>
  );
}
