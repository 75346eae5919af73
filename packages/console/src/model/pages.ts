/** A page with an address of one word, and what leads to it. */
interface PageEntry {
  /** In the address; the fleet's is empty. */
  readonly path: string;
  readonly label: string;
  /** What the command palette finds it by, beside its label. */
  readonly about: string;
  /** After `g`. */
  readonly key?: string;
  readonly onlyForAdmins?: boolean;
}

interface Section {
  readonly label: string;
  readonly pages: readonly PageEntry[];
}

/** The map of the console: navigation, palette, shortcuts and addresses are read from it. */
const SECTIONS = [
  {
    label: 'Fleet',
    pages: [
      { path: '', label: 'Stations', about: 'fleet, all stations live', key: 'f' },
      { path: 'sites', label: 'Sites', about: 'groups of stations, addresses', key: 'i' },
      { path: 'drift', label: 'Drift', about: 'device model, desired against reported values' },
      { path: 'templates', label: 'Templates', about: 'device model, configuration for many' },
      { path: 'firmware', label: 'Firmware', about: 'images and updates', key: 'w' },
      { path: 'maintenance', label: 'Maintenance', about: 'windows, out of service' },
      { path: 'strangers', label: 'Strangers', about: 'unknown stations that were turned away' },
      {
        path: 'violations',
        label: 'Violations',
        about: 'of the standard, by model and firmware',
        key: 'v',
      },
    ],
  },
  {
    label: 'Transactions',
    pages: [
      { path: 'transactions', label: 'Transactions', about: 'sessions, energy, gaps', key: 's' },
      { path: 'cdrs', label: 'Records', about: 'CDR, charge detail records, export', key: 'd' },
    ],
  },
  {
    label: 'Alerts',
    pages: [
      { path: 'alerts', label: 'Alerts', about: 'faults, MREC, acknowledge', key: 'a' },
      {
        path: 'alert-frequency',
        label: 'Frequency',
        about: 'how often, by code, model and firmware',
      },
      { path: 'security-events', label: 'Security events', about: 'what stations report' },
    ],
  },
  {
    label: 'Commands',
    pages: [
      { path: 'campaigns', label: 'Campaigns', about: 'commands to many stations', key: 'c' },
      { path: 'commands', label: 'Commands', about: 'queued, sent, answered', key: 'm' },
    ],
  },
  {
    label: 'Drivers',
    pages: [
      { path: 'tokens', label: 'Tokens', about: 'cards, who may charge', key: 't' },
      { path: 'groups', label: 'Groups', about: 'token groups, master passes' },
      { path: 'local-lists', label: 'Local lists', about: 'authorization offline, drift' },
      { path: 'reservations', label: 'Reservations', about: 'reserve, cancel', key: 'r' },
    ],
  },
  {
    label: 'System',
    pages: [
      { path: 'users', label: 'Users', about: 'people and roles', key: 'u', onlyForAdmins: true },
      { path: 'keys', label: 'Keys', about: 'API keys', key: 'k', onlyForAdmins: true },
      { path: 'audit', label: 'Audit', about: 'who did what', onlyForAdmins: true },
      {
        path: 'webhooks',
        label: 'Webhooks',
        about: 'events to other systems',
        onlyForAdmins: true,
      },
      { path: 'settings', label: 'Settings', about: 'ledger, authorization, backup' },
    ],
  },
] as const satisfies readonly Section[];

export type PagePath = (typeof SECTIONS)[number]['pages'][number]['path'];

const ENTRIES: readonly (PageEntry & { readonly path: PagePath })[] = SECTIONS.flatMap<
  PageEntry & { readonly path: PagePath }
>(({ pages }) => pages);

export function findPage(path: string): PagePath | undefined {
  return ENTRIES.find((entry) => entry.path === path)?.path;
}

/** The sections with the pages that the caller may open; without those that have none. */
export function sectionsFor(isAdmin: boolean): readonly Section[] {
  return SECTIONS.map(({ label, pages }) => ({
    label,
    pages: pages.filter((entry: PageEntry) => isAdmin || !entry.onlyForAdmins),
  })).filter(({ pages }) => pages.length > 0);
}

export function pagesFor(isAdmin: boolean): readonly PageEntry[] {
  return sectionsFor(isAdmin).flatMap(({ pages }) => pages);
}

export function pageHref({ path }: Pick<PageEntry, 'path'>): string {
  return `#/${path}`;
}
