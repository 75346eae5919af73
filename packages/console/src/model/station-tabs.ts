/** The parts of a station's page, in the order of their tabs; `?tab=` in the address. */
const STATION_TABS = [
  ['overview', 'Overview'],
  ['model', 'Device model'],
  ['commands', 'Commands'],
  ['call', 'Raw call'],
  ['monitoring', 'Monitoring'],
  ['charging', 'Charging'],
  ['authorization', 'Authorization'],
  ['firmware', 'Firmware'],
  ['logs', 'Logs'],
  ['reports', 'Reports'],
  ['security', 'Security'],
  ['violations', 'Violations'],
  ['frames', 'Frames'],
] as const;

export type StationTab = (typeof STATION_TABS)[number][0];

/** What only those see who may send commands. */
const FOR_OPERATORS: ReadonlySet<StationTab> = new Set(['commands', 'call']);

export function tabsFor(mayOperate: boolean): readonly (readonly [StationTab, string])[] {
  return STATION_TABS.filter(([tab]) => mayOperate || !FOR_OPERATORS.has(tab));
}

/** The tab that an address asks for; the overview for one that is not there. */
export function readTab(text: string | null, mayOperate: boolean): StationTab {
  return tabsFor(mayOperate).find(([tab]) => tab === text)?.[0] ?? 'overview';
}

/** The tab's words; those of a 1.6 station's model are the standard's. */
export function tabWords(tab: StationTab, words: string, version: string | undefined): string {
  return tab === 'model' && version === '1.6' ? 'Configuration' : words;
}
