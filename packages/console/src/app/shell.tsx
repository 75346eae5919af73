import { type ReactNode, useState } from 'react';
import type { StreamState } from '../api/event-stream.ts';
import type { Route } from '../model/route.ts';
import { Brand, Icon } from '../ui/icons.tsx';
import { chooseTheme, type Theme, useTheme } from '../ui/theme.ts';
import { useConsole, useIsAdmin } from './console-context.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useShortcuts } from './use-shortcuts.ts';

interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  /** The pages that it stands for. */
  readonly pages: readonly Route['page'][];
  readonly onlyForAdmins?: boolean;
}

const PAGES: readonly NavigationEntry[] = [
  { href: '#/', label: 'Fleet', pages: ['fleet', 'station'] },
  { href: '#/transactions', label: 'Transactions', pages: ['transactions', 'transaction'] },
  { href: '#/tokens', label: 'Tokens', pages: ['tokens'] },
  { href: '#/keys', label: 'Keys', pages: ['keys'], onlyForAdmins: true },
];

interface ShellProps {
  readonly page: Route['page'];
  /** Another page begins at its top. */
  readonly pageKey: string;
  readonly children: ReactNode;
}

/** The bar on top of every page. */
export function Shell({ page, pageKey, children }: ShellProps) {
  const { me, streamState, signOut } = useConsole();
  const isAdmin = useIsAdmin();
  const [helpOpen, setHelpOpen] = useState(false);
  useShortcuts(() => setHelpOpen(true));
  return (
    <>
      <button type="button" className="button skip-link" onClick={skipToContent}>
        Skip to content
      </button>
      <header className="shell">
        <a className="brand" href="#/">
          <Brand />
          Northbound
        </a>
        <nav aria-label="Pages">
          {PAGES.filter((entry) => isAdmin || !entry.onlyForAdmins).map(
            ({ href, label, pages }) => (
              <a
                key={href}
                href={href}
                className="nav-link"
                aria-current={pages.includes(page) ? 'page' : undefined}
              >
                {label}
              </a>
            ),
          )}
        </nav>
        <a className="nav-link only-wide" href="/api/v1/docs" target="_blank" rel="noreferrer">
          API
        </a>
        <StreamIndicator state={streamState} />
        <button
          type="button"
          className="icon-button only-wide"
          title="Keyboard shortcuts (?)"
          aria-label="Keyboard shortcuts"
          onClick={() => setHelpOpen(true)}
        >
          <Icon name="keyboard" />
        </button>
        <ThemeButton />
        <span className="who" title={`Signed in with the key “${me.name}”`}>
          {me.name}
          <span className={`role role-${me.role}`}>{me.role}</span>
        </span>
        <button
          type="button"
          className="icon-button"
          title="Sign out"
          aria-label="Sign out"
          onClick={() => signOut()}
        >
          <Icon name="leave" />
        </button>
      </header>
      <div key={pageKey} id="content" className="content" tabIndex={-1}>
        {children}
      </div>
      {helpOpen && <ShortcutsDialog onClose={() => setHelpOpen(false)} />}
    </>
  );
}

function skipToContent(): void {
  document.getElementById('content')?.focus();
}

const STREAM_WORDS: Readonly<Record<StreamState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  waiting: 'Reconnecting…',
  refused: 'Signed out',
};

function StreamIndicator({ state }: { readonly state: StreamState }) {
  return (
    <span className={`stream stream-${state}`} role="status">
      {STREAM_WORDS[state]}
    </span>
  );
}

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;
const THEME_ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;

function ThemeButton() {
  const theme: Theme = useTheme();
  const next = NEXT_THEME[theme];
  return (
    <button
      type="button"
      className="icon-button"
      title={`Theme: ${theme}. Change to ${next}.`}
      aria-label={`Theme: ${theme}. Change to ${next}.`}
      onClick={() => chooseTheme(next)}
    >
      <Icon name={THEME_ICONS[theme]} />
    </button>
  );
}
