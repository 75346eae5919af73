import { get, post, put, type RouteSample, remove } from './sample.ts';

/** Who comes in, and what other systems hear. */
export const accessSamples: readonly RouteSample[] = [
  get('/api/v1/me'),
  get('/api/v1/keys', '/api/v1/keys', 'admin'),
  { ...post('/api/v1/keys', '/api/v1/keys', 'admin', { name: 'n', role: 'viewer' }), status: 201 },
  // The key is not there: what matters to the table of roles is who gets as far as that answer.
  { ...remove('/api/v1/keys/{id}', '/api/v1/keys/000000000000', 'admin'), status: 404 },
  get('/api/v1/audit', '/api/v1/audit', 'admin'),
  {
    ...post('/api/v1/session', '/api/v1/session', 'anyone', { name: 'nobody', password: 'x' }),
    status: 401,
  },
  // A key has no session to end, and no password.
  { ...remove('/api/v1/session', '/api/v1/session', 'viewer'), status: 404 },
  {
    ...put('/api/v1/me/password', '/api/v1/me/password', 'viewer', {
      currentPassword: 'x',
      newPassword: 'p'.repeat(12),
    }),
    status: 409,
  },
  {
    ...post('/api/v1/invitations/accept', '/api/v1/invitations/accept', 'anyone', {
      invitation: 'nbi_none',
      password: 'p'.repeat(12),
    }),
    status: 401,
  },
  get('/api/v1/webhooks', '/api/v1/webhooks', 'admin'),
  {
    ...post('/api/v1/webhooks', '/api/v1/webhooks', 'admin', {
      url: 'https://billing.example/',
      types: ['transaction'],
    }),
    status: 201,
  },
  { ...get('/api/v1/webhooks/{id}', '/api/v1/webhooks/99', 'admin'), status: 404 },
  {
    ...put('/api/v1/webhooks/{id}', '/api/v1/webhooks/99', 'admin', {
      url: 'https://billing.example/',
      types: ['transaction'],
    }),
    status: 404,
  },
  { ...remove('/api/v1/webhooks/{id}', '/api/v1/webhooks/99', 'admin'), status: 404 },
  {
    ...post('/api/v1/webhooks/{id}/secret', '/api/v1/webhooks/99/secret', 'admin'),
    status: 404,
  },
  { ...post('/api/v1/webhooks/{id}/test', '/api/v1/webhooks/99/test', 'admin'), status: 404 },
  {
    ...get('/api/v1/webhooks/{id}/deliveries', '/api/v1/webhooks/99/deliveries', 'admin'),
    status: 404,
  },
  get('/api/v1/users', '/api/v1/users', 'admin'),
  { ...get('/api/v1/users/{id}', '/api/v1/users/none', 'admin'), status: 404 },
  {
    ...post('/api/v1/users', '/api/v1/users', 'admin', { name: 'ada', role: 'viewer' }),
    status: 201,
  },
  {
    ...put('/api/v1/users/{id}', '/api/v1/users/none', 'admin', { role: 'viewer' }),
    status: 404,
  },
  { ...remove('/api/v1/users/{id}', '/api/v1/users/none', 'admin'), status: 404 },
  {
    ...post('/api/v1/users/{id}/invitation', '/api/v1/users/none/invitation', 'admin'),
    status: 404,
  },
  get('/api/v1/events'),
  get('/api/v1/health', '/api/v1/health', 'anyone'),
  get('/metrics'),
];
