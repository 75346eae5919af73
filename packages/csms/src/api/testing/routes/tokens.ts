import { get, post, put, type RouteSample, remove } from './sample.ts';

/** Who may charge, and where a place is held. */
export const tokensSamples: readonly RouteSample[] = [
  get('/api/v1/tokens'),
  get('/api/v1/tokens/{type}/{idToken}', '/api/v1/tokens/ISO14443/04A1B2C3'),
  put('/api/v1/tokens/{type}/{idToken}', '/api/v1/tokens/ISO14443/B2', 'operator', {
    status: 'Accepted',
  }),
  remove('/api/v1/tokens/{type}/{idToken}', '/api/v1/tokens/ISO14443/04A1B2C3', 'operator'),
  get('/api/v1/reservations'),
  // Nothing is held, and nobody is there: what matters is who gets as far as that answer.
  { ...get('/api/v1/reservations/{id}', '/api/v1/reservations/99'), status: 404 },
  {
    ...post('/api/v1/reservations/{id}/cancel', '/api/v1/reservations/99/cancel', 'operator'),
    status: 404,
  },
  post('/api/v1/stations/{id}/reservations', '/api/v1/stations/CS-1/reservations', 'operator', {
    evseId: 1,
    idToken: 'A1',
    idTokenType: 'Central',
    expiresAt: '2027-01-01T00:00:00Z',
  }),
  get('/api/v1/local-lists'),
  { ...get('/api/v1/local-lists/{list}', '/api/v1/local-lists/none'), status: 404 },
  put('/api/v1/local-lists/{list}', '/api/v1/local-lists/all', 'operator', {
    stationIds: ['CS-1'],
  }),
  {
    ...remove('/api/v1/local-lists/{list}', '/api/v1/local-lists/none', 'operator'),
    status: 404,
  },
  {
    ...get('/api/v1/local-lists/{list}/stations', '/api/v1/local-lists/none/stations'),
    status: 404,
  },
  // Never tried: it never connected.
  { ...get('/api/v1/stations/{id}/local-list', '/api/v1/stations/CS-1/local-list'), status: 404 },
  {
    ...post(
      '/api/v1/stations/{id}/local-list/sync',
      '/api/v1/stations/CS-1/local-list/sync',
      'operator',
    ),
    status: 404,
  },
  get('/api/v1/token-groups'),
  { ...get('/api/v1/token-groups/{groupIdToken}', '/api/v1/token-groups/G9'), status: 404 },
  put('/api/v1/token-groups/{groupIdToken}', '/api/v1/token-groups/G1', 'operator', {
    status: 'Accepted',
    masterPass: false,
  }),
  {
    ...remove('/api/v1/token-groups/{groupIdToken}', '/api/v1/token-groups/G9', 'operator'),
    status: 404,
  },
  get('/api/v1/authorization/settings'),
  put('/api/v1/authorization/settings', '/api/v1/authorization/settings', 'admin', {}),
];
