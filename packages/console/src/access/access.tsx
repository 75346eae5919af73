import type { Me } from '@northbound/client';

export type Role = Me['role'];

export const ROLES_ABOUT =
  'A viewer reads; an operator sends commands and changes tokens too; an admin does everything.';

export const ROLE_CHOICES: readonly (readonly [Role, string])[] = [
  ['viewer', 'Viewer'],
  ['operator', 'Operator'],
  ['admin', 'Admin'],
];

export function readRole(text: string): Role {
  return ROLE_CHOICES.find(([role]) => role === text)?.[0] ?? 'viewer';
}

export function RoleBadge({ role }: { readonly role: Role }) {
  return <span className={`role role-${role}`}>{role}</span>;
}

interface ScopeProps {
  readonly stations?: readonly string[];
  readonly groups?: readonly string[];
}

/** Which stations something is about. */
export function Scope({ stations, groups }: ScopeProps) {
  if (stations === undefined && groups === undefined) return <span className="muted">all</span>;
  const named = stations ?? [];
  return (
    <span className="chips">
      {named.length > 3 ? (
        <span className="chip" title={named.join(', ')}>
          {named.length} stations
        </span>
      ) : (
        named.map((station) => (
          <span key={station} className="chip">
            {station}
          </span>
        ))
      )}
      {groups?.map((group) => (
        <span key={group} className="chip chip-reserved">
          {group}
        </span>
      ))}
    </span>
  );
}
