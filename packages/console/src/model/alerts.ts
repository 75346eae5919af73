import type { Alert, AlertFrequency } from '@northbound/client';

/** Colour of a severity, as a chip names it. */
export function severityTone(severity: number): string {
  if (severity <= 2) return 'faulted';
  if (severity <= 6) return 'suspended';
  return 'unavailable';
}

const ACTORS: Readonly<Record<Alert['actors'][number], string>> = {
  driver: 'the driver',
  operator: 'the operator',
  technician: 'a technician',
  manufacturer: "the station's maker",
  vehicleManufacturer: "the vehicle's maker",
};

/** Who must act, as a sentence names them: `a technician, then the operator`. */
export function actorsText(actors: Alert['actors']): string {
  return actors.map((actor) => ACTORS[actor]).join(', then ');
}

/** Alerts for each station of a model and firmware: only so are a thousand stations comparable with ten. */
export function alertsPerStation({ alerts, stations }: AlertFrequency): number | undefined {
  return stations === 0 ? undefined : alerts / stations;
}
