/** What the display of this station can do (2.1 part 2, DisplayMessageCtrlr). */
export const FORMATS: readonly string[] = ['ASCII', 'URI', 'UTF8', 'QRCODE'];
export const PRIORITIES: readonly string[] = ['AlwaysFront', 'InFront', 'NormalCycle'];
export const STATES: readonly string[] = [
  'Charging',
  'Faulted',
  'Idle',
  'Unavailable',
  'Suspended',
];
export const LANGUAGES: readonly string[] = ['en', 'de', 'es', 'fr', 'nl'];
export const MAX_MESSAGES = 60;
