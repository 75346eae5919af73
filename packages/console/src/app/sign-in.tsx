import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type FormReader, readForm } from '../model/form.ts';
import { TextField } from '../ui/fields.tsx';
import { Brand } from '../ui/icons.tsx';
import { Segments } from '../ui/segments.tsx';

interface SignInProps {
  readonly problem: string | undefined;
  readonly onKey: (key: string) => Promise<void>;
  readonly onPassword: (name: string, password: string) => Promise<void>;
}

export function SignIn({ problem, onKey, onPassword }: SignInProps) {
  const [by, setBy] = useState<'password' | 'key'>('password');
  return (
    <SignInCard
      key={by}
      problem={problem}
      action="Sign in"
      onSubmit={(form) =>
        by === 'key'
          ? onKey(form.text('key'))
          : onPassword(form.text('name'), form.secret('password'))
      }
      hint="The first start of the CSMS prints an invitation for its admin, and an admin key. An admin invites people and makes further keys."
    >
      <Segments
        label="Sign in with"
        value={by}
        choices={[
          ['password', 'Password'],
          ['key', 'Key'],
        ]}
        onChange={setBy}
      />
      {by === 'key' ? (
        <TextField
          name="key"
          label="API key"
          type="password"
          required
          autoComplete="current-password"
        />
      ) : (
        <>
          <TextField name="name" label="Name" required autoComplete="username" />
          <TextField
            name="password"
            label="Password"
            type="password"
            required
            autoComplete="current-password"
          />
        </>
      )}
    </SignInCard>
  );
}

interface SignInCardProps {
  readonly problem: string | undefined;
  readonly onSubmit: (form: FormReader) => Promise<void>;
  readonly hint: ReactNode;
  /** What the button says. */
  readonly action: string;
  readonly children: ReactNode;
}

/** The page of somebody who is not in yet. */
export function SignInCard(props: SignInCardProps) {
  const { problem, onSubmit, hint, action, children } = props;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('.field input')?.focus(), []);
  return (
    <main className="sign-in">
      <title>Northbound</title>
      <form
        className="sign-in-card"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit(readForm(new FormData(event.currentTarget)));
        }}
      >
        <Brand />
        <h1>Northbound</h1>
        {children}
        <p className="problem-text" role="alert">
          {problem}
        </p>
        <button type="submit" className="button button-primary">
          {action}
        </button>
        <p className="hint">{hint}</p>
      </form>
    </main>
  );
}
