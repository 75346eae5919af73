import { get, post, put, type RouteSample, remove } from './sample.ts';

/** What was charged, and the books. */
export const transactionsSamples: readonly RouteSample[] = [
  get('/api/v1/transactions'),
  get('/api/v1/transactions/{id}', '/api/v1/transactions/42'),
  get('/api/v1/transactions/{id}/events', '/api/v1/transactions/42/events'),
  get('/api/v1/transactions/{id}/meter-values', '/api/v1/transactions/42/meter-values'),
  post('/api/v1/transactions/{id}/remote-stop', '/api/v1/transactions/42/remote-stop', 'operator'),
  // The real books hold no transaction 42.
  { ...get('/api/v1/transactions/{id}/story', '/api/v1/transactions/42/story'), status: 404 },
  { ...get('/api/v1/transactions/{id}/costs', '/api/v1/transactions/42/costs'), status: 404 },
  {
    ...post('/api/v1/transactions/{id}/close', '/api/v1/transactions/42/close', 'operator', {
      reason: 'gone',
    }),
    status: 404,
  },
  {
    ...get('/api/v1/transactions/{id}/signatures', '/api/v1/transactions/42/signatures'),
    status: 404,
  },
  get('/api/v1/ledger/settings'),
  put('/api/v1/ledger/settings', '/api/v1/ledger/settings', 'admin', {
    askAfterS: 60,
    gapsLostAfterS: 604_800,
    rebootGraceS: 900,
    silentAfterS: 259_200,
    sealAfterS: 30,
  }),
  get('/api/v1/concurrency-rules'),
  {
    ...get('/api/v1/concurrency-rules/{scope}/{id}', '/api/v1/concurrency-rules/token/NONE'),
    status: 404,
  },
  put(
    '/api/v1/concurrency-rules/{scope}/{id}',
    '/api/v1/concurrency-rules/token/04A1B2C3',
    'operator',
    { max: 1 },
  ),
  {
    ...remove(
      '/api/v1/concurrency-rules/{scope}/{id}',
      '/api/v1/concurrency-rules/group/NONE',
      'operator',
    ),
    status: 404,
  },
  get('/api/v1/cdrs'),
  get('/api/v1/cdrs/export', '/api/v1/cdrs/export?format=csv'),
  { ...get('/api/v1/cdrs/{number}', '/api/v1/cdrs/17'), status: 404 },
  { ...get('/api/v1/cdrs/{number}/verification', '/api/v1/cdrs/17/verification'), status: 404 },
  get('/api/v1/stations/{id}/meter-keys', '/api/v1/stations/CS-1/meter-keys'),
  put('/api/v1/stations/{id}/meter-keys/{evseId}', '/api/v1/stations/CS-1/meter-keys/1', 'admin', {
    publicKey:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==',
  }),
  {
    ...remove(
      '/api/v1/stations/{id}/meter-keys/{evseId}',
      '/api/v1/stations/CS-1/meter-keys/7',
      'admin',
    ),
    status: 404,
  },
];
