/** SetMonitoringLevelRequest's severities (2.1 part 2, N04). */
const SEVERITIES = [
  'Danger',
  'Hardware failure',
  'System failure',
  'Critical',
  'Error',
  'Alert',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;

export function severityWords(severity: number | undefined): string {
  if (severity === undefined) return '–';
  return SEVERITIES[severity] ?? `Severity ${severity}`;
}

/** For a choice: number and words. */
export const SEVERITY_CHOICES: readonly (readonly [number, string])[] = SEVERITIES.map(
  (words, severity) => [severity, `${severity} ${words}`],
);
