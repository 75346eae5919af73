import { TextField } from '../ui/fields.tsx';
import { SignInCard } from './sign-in.tsx';

interface AcceptInvitationProps {
  readonly problem: string | undefined;
  readonly onPassword: (password: string) => Promise<void>;
  /** What the button says that leaves the invitation alone. */
  readonly leaving: string;
  readonly onLeave: () => void;
}

/** Where an invitation leads: its person chooses a password, once. */
export function AcceptInvitation(props: AcceptInvitationProps) {
  const { problem, onPassword, leaving, onLeave } = props;
  return (
    <SignInCard
      problem={problem}
      action="Choose it and sign in"
      onSubmit={(form) => onPassword(form.secret('password'))}
      hint={
        <button type="button" className="button button-quiet" onClick={onLeave}>
          {leaving}
        </button>
      }
    >
      <p className="muted">You are invited to this CSMS. Choose a password.</p>
      <TextField
        name="password"
        label="Password, at least 12 characters"
        type="password"
        required
        minLength={12}
        autoComplete="new-password"
      />
    </SignInCard>
  );
}
