import { type ReactNode, useEffect, useState } from 'react';
import { OpenAlertsBadge } from '../alerts/open-alerts.tsx';
import type { StreamState } from '../api/event-stream.ts';
import { type PagePath, pageHref, sectionsFor } from '../model/pages.ts';
import { currentLink } from '../ui/current-link.ts';
import { Brand, Icon } from '../ui/icons.tsx';
import { chooseTheme, type Theme, useTheme } from '../ui/theme.ts';
import { ChangePasswordDialog } from './change-password-dialog.tsx';
import { useConsole, useIsAdmin } from './console-context.ts';
import { Palette } from './palette.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useShortcuts } from './use-shortcuts.ts';

interface ShellProps {
  /** The page of the navigation that is shown, or that what is shown belongs to. */
  readonly page: PagePath | undefined;
  /** Another page begins at its top. */
  readonly pageKey: string;
  readonly children: ReactNode;
}

/** The bar on top of every page. */
export function Shell({ page, pageKey, children }: ShellProps) {
  const { me, streamState, signOut } = useConsole();
  const isAdmin = useIsAdmin();
  const [open, setOpen] = useState<'help' | 'palette' | 'password'>();
  const close = () => setOpen(undefined);
  useShortcuts({ onHelp: () => setOpen('help'), onPalette: () => setOpen('palette') });
  useEffect(() => {
    addEventListener('hashchange', keepFocus);
    return () => removeEventListener('hashchange', keepFocus);
  }, []);
  const sections = sectionsFor(isAdmin);
  const section = sections.find(({ pages }) => pages.some(({ path }) => path === page));
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
        <nav aria-label="Sections">
          {sections.map(({ label, pages: [first] }) => (
            <a
              key={label}
              href={first && pageHref(first)}
              className="nav-link"
              {...currentLink(label === section?.label)}
            >
              {label}
              {label === 'Alerts' && <OpenAlertsBadge />}
            </a>
          ))}
        </nav>
        <a className="nav-link only-wide" href="/api/v1/docs" target="_blank" rel="noreferrer">
          API
        </a>
        <StreamIndicator state={streamState} />
        <button
          type="button"
          className="icon-button only-wide"
          title="Keyboard shortcuts (?), palette (Ctrl K)"
          aria-label="Keyboard shortcuts"
          onClick={() => setOpen('help')}
        >
          <Icon name="keyboard" />
        </button>
        <ThemeButton />
        <span
          className="who"
          title={me.kind === 'user' ? 'Signed in' : `Signed in with the key “${me.name}”`}
        >
          {me.kind === 'user' ? (
            <button
              type="button"
              className="button button-quiet"
              title="Change the password"
              onClick={() => setOpen('password')}
            >
              {me.name}
            </button>
          ) : (
            me.name
          )}
          <span className={`role role-${me.role}`}>{me.role}</span>
        </span>
        <button
          type="button"
          className="icon-button"
          title="Sign out"
          aria-label="Sign out"
          onClick={signOut}
        >
          <Icon name="leave" />
        </button>
      </header>
      {section !== undefined && section.pages.length > 1 && (
        <nav className="subnav" aria-label={section.label}>
          {section.pages.map((entry) => (
            <a key={entry.path} href={pageHref(entry)} {...currentLink(entry.path === page)}>
              {entry.label}
            </a>
          ))}
        </nav>
      )}
      <div key={pageKey} id="content" className="content" tabIndex={-1}>
        {children}
      </div>
      {open === 'help' && <ShortcutsDialog onClose={close} />}
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'password' && <ChangePasswordDialog onClose={close} />}
    </>
  );
}

/** The link that led to another page may be gone with its page: who used it goes on at the beginning of the next. */
function keepFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) skipToContent();
  });
}

function skipToContent(): void {
  document.getElementById('content')?.focus();
}

const STREAM_WORDS: Readonly<Record<StreamState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  waiting: 'Reconnecting…',
  refused: 'Not live',
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
