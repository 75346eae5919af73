const UNKNOWN = '–';

/** Power in kW; below 1 kW in W. `undefined` is what no station has said. */
export function formatPower(powerW: number | undefined): string {
  if (powerW === undefined) return UNKNOWN;
  const size = Math.abs(powerW);
  if (size >= 999_950) return `${(powerW / 1e6).toFixed(2)} MW`;
  if (size >= 1000) return `${(powerW / 1000).toFixed(1)} kW`;
  return `${Math.round(powerW)} W`;
}

/** Energy in kWh with two decimals; below 1 kWh in Wh, as sessions begin there. */
export function formatEnergy(energyWh: number | undefined): string {
  if (energyWh === undefined) return UNKNOWN;
  const size = Math.abs(energyWh);
  if (size >= 999_995) return `${(energyWh / 1e6).toFixed(2)} MWh`;
  if (size >= 1000) return `${(energyWh / 1000).toFixed(2)} kWh`;
  return `${Math.round(energyWh)} Wh`;
}

export function formatPercent(percent: number | undefined): string {
  return percent === undefined ? UNKNOWN : `${Math.round(percent)} %`;
}

/** A length of time in its two largest units: `45 s`, `12 min 05 s`, `3 h 07 min`, `2 d 4 h`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${pad(minutes % 60)} min`;
  if (minutes > 0) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${seconds} s`;
}

/** How long ago, coarse enough not to flicker. A moment in the future (a clock that is off) counts as now. */
export function formatAge(at: string | undefined, nowMs: number): string {
  if (at === undefined) return UNKNOWN;
  const ageS = Math.floor((nowMs - Date.parse(at)) / 1000);
  if (Number.isNaN(ageS)) return UNKNOWN;
  if (ageS < 5) return 'now';
  if (ageS < 60) return `${ageS} s ago`;
  if (ageS < 3600) return `${Math.floor(ageS / 60)} min ago`;
  if (ageS < 86_400) return `${Math.floor(ageS / 3600)} h ago`;
  return `${Math.floor(ageS / 86_400)} d ago`;
}

/** How long an answer took. */
export function formatLatency(latencyMs: number): string {
  if (latencyMs < 1) return '< 1 ms';
  return latencyMs < 1000 ? `${latencyMs} ms` : `${(latencyMs / 1000).toFixed(1)} s`;
}

/** A quantity with its noun: `1 session`, `2 sessions`. */
export function count(quantity: number, one: string, many = `${one}s`): string {
  return `${quantity.toLocaleString('en')} ${quantity === 1 ? one : many}`;
}

/** Size of a frame. */
export function formatBytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}
