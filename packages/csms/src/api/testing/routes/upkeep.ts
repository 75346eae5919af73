import { get, post, put, type RouteSample, remove } from './sample.ts';

/** In service and out, firmware, logs, and the data. */
export const upkeepSamples: readonly RouteSample[] = [
  // The store under test is in memory.
  { ...get('/api/v1/backups', '/api/v1/backups', 'admin'), status: 409 },
  { ...post('/api/v1/backups', '/api/v1/backups', 'admin', {}), status: 409 },
  get('/api/v1/retention'),
  put('/api/v1/retention', '/api/v1/retention', 'admin', { commandsKeptDays: 365 }),
  get('/api/v1/stations/{id}/availability', '/api/v1/stations/CS-1/availability'),
  put('/api/v1/stations/{id}/availability', '/api/v1/stations/CS-1/availability', 'operator', {
    evseId: 0,
    operationalStatus: 'Operative',
  }),
  get('/api/v1/maintenance-windows'),
  post('/api/v1/maintenance-windows', '/api/v1/maintenance-windows', 'operator', {
    stationIds: ['CS-1'],
    startsAt: '2098-01-01T00:00:00Z',
    endsAt: '2099-01-01T00:00:00Z',
  }),
  {
    ...post(
      '/api/v1/maintenance-windows/{window}/cancel',
      '/api/v1/maintenance-windows/99/cancel',
      'operator',
    ),
    status: 404,
  },
  get('/api/v1/firmware-images'),
  {
    ...post('/api/v1/firmware-images', '/api/v1/firmware-images', 'admin', {
      version: '2.0',
      url: 'https://files.example.com/2.0.bin',
    }),
    status: 201,
  },
  { ...get('/api/v1/firmware-images/{image}', '/api/v1/firmware-images/99'), status: 404 },
  {
    ...remove('/api/v1/firmware-images/{image}', '/api/v1/firmware-images/99', 'admin'),
    status: 404,
  },
  {
    ...post(
      '/api/v1/firmware-images/{image}/request',
      '/api/v1/firmware-images/99/request',
      'operator',
      { validForS: 60 },
    ),
    status: 404,
  },
  get('/api/v1/firmware-updates'),
  {
    ...post(
      '/api/v1/stations/{id}/firmware-updates',
      '/api/v1/stations/CS-1/firmware-updates',
      'operator',
      { imageId: 99 },
    ),
    status: 404,
  },
  // This CSMS has no place for files.
  {
    ...post('/api/v1/stations/{id}/logs', '/api/v1/stations/CS-1/logs', 'operator', {
      logType: 'DiagnosticsLog',
    }),
    status: 409,
  },
  get('/api/v1/stations/{id}/logs', '/api/v1/stations/CS-1/logs'),
  {
    ...get(
      '/api/v1/stations/{id}/logs/{log}/content',
      '/api/v1/stations/CS-1/logs/99/content',
      'operator',
    ),
    status: 404,
  },
  { ...get('/files/{secret}/{name}', '/files/none/a.bin', 'anyone'), status: 404 },
  { ...put('/files/{secret}/{name}', '/files/none/a.bin', 'anyone', {}), status: 404 },
  { ...post('/files/{secret}/{name}', '/files/none/a.bin', 'anyone', {}), status: 404 },
];
