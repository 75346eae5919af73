/** Where a station connects to this CSMS, as it is seen from here. */
export function stationAddress(stationId: string): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/ocpp/${encodeURIComponent(stationId)}`;
}
