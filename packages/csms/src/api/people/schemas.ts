import type { Role } from '../../views.ts';
import { items } from '../common-schemas.ts';
import { choice, flag, moment, named, object, optional, text } from '../schema.ts';
import type { InvitationView, UserView } from './users.ts';

export const roleChoice = choice<Role>(['viewer', 'operator', 'admin'], {
  description:
    'What the caller may do: read; send commands and change tokens too; or everything, keys and stations included.',
});

export const userName = text({
  description: 'Told apart without regard to case.',
  examples: ['ada'],
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\p{C}\\s](?:[^\\p{C}]*[^\\p{C}\\s])?$',
});

/** Long instead of complicated: NIST SP 800-63B asks for no mixture of characters. */
export const newPassword = text({
  description: 'At least 12 characters.',
  examples: ['a-long-sentence-is-fine'],
  minLength: 12,
  maxLength: 200,
});

export const userSchema = named<UserView>(
  'User',
  object({
    id: text({ examples: ['5d41402abc4b'] }),
    name: userName,
    role: roleChoice,
    createdAt: moment('When the first invitation was made.'),
    hasPassword: flag({ description: 'Whether a password has been chosen.' }),
    invitedUntil: optional(moment('Until when an open invitation is good.')),
    lastLoginAt: optional(moment('When this person last signed in.')),
  }),
);

export const userListSchema = named('UserList', items(userSchema));

export const invitationSchema = named<InvitationView>(
  'Invitation',
  object({
    user: userSchema,
    invitation: text({
      description:
        'Lets the person choose a password, once. It is shown this once and not stored; the console takes it at `/#invitation=…`.',
      examples: ['nbi_5n0…'],
    }),
  }),
);

/** What a page needs to know after it has signed in. */
export interface SessionView {
  readonly name: string;
  readonly role: Role;
  /** To be sent as the header X-CSRF-Token with each change. */
  readonly csrfToken: string;
  readonly expiresAt: string;
}

export const sessionSchema = named<SessionView>(
  'Session',
  object({
    name: userName,
    role: roleChoice,
    csrfToken: text({
      description: 'To be sent as the header `X-CSRF-Token` with each change made by cookie.',
    }),
    expiresAt: moment(
      'When it ends, however much it is used; sooner after 12 hours without a request.',
    ),
  }),
);
