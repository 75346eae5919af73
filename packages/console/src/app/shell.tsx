import { type ReactNode, useState } from 'react';
import type { StreamState } from '../api/event-stream.ts';
import type { Route } from '../model/route.ts';
import { Brand, Icon } from '../ui/icons.tsx';
import { chooseTheme, type Theme, useTheme } from '../ui/theme.ts';
import { useConsole } from './console-context.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const PAGES: readonly { href: string; label: string; pages: readonly Route['page'][] }[] = [
  { href: '#/', label: 'Fleet', pages: ['fleet', 'station'] },
  { href: '#/transactions', label: 'Transactions', pages: ['transactions', 'transaction'] },
  { href: '#/tokens', label: 'Tokens', pages: ['tokens'] },
];

interface ShellProps {
  readonly page: Route['page'];
  readonly children: ReactNode;
}

/** The bar on top of every page. */
export function Shell({ page, children }: ShellProps) {
  const { me, streamState, signOut } = useConsole();
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
          {PAGES.map(({ href, label, pages }) => (
            <a
              key={href}
              href={href}
              className="nav-link"
              aria-current={pages.includes(page) ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <StreamIndicator state={streamState} />
        <button
          type="button"
          className="icon-button"
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
      <div id="content" className="content" tabIndex={-1}>
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
