import { COMMAND_NAMES } from '../../remote-control/command.ts';
import { pathOf } from '../../remote-control/command-routes.ts';
import { COMMAND_EXAMPLES } from '../../remote-control/examples.ts';
import type { Role } from '../../views.ts';

/** One route of the API, with a request that succeeds on the fakes. */
export interface RouteSample {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** As the OpenAPI document writes it. */
  readonly route: string;
  readonly url: string;
  readonly role: Role | 'anyone';
  readonly body?: object;
  readonly status: number;
}

/** Every documented route. */
export const routeSamples: readonly RouteSample[] = [
  get('/api/v1/stations'),
  get('/api/v1/stations/{id}', '/api/v1/stations/CS-1'),
  get('/api/v1/stations/{id}/evses', '/api/v1/stations/CS-1/evses'),
  put('/api/v1/stations/{id}', '/api/v1/stations/CS-9', 'admin', { password: 'p'.repeat(16) }),
  get('/api/v1/registrations'),
  get('/api/v1/stations/{id}/registration', '/api/v1/stations/CS-1/registration'),
  put('/api/v1/stations/{id}/registration', '/api/v1/stations/CS-1/registration', 'operator', {
    registration: 'Accepted',
  }),
  get('/api/v1/stations/{id}/device-model', '/api/v1/stations/CS-1/device-model'),
  get(
    '/api/v1/stations/{id}/device-model/history',
    '/api/v1/stations/CS-1/device-model/history?component=TxCtrlr&variable=TxStartPoint',
  ),
  get('/api/v1/stations/{id}/structure', '/api/v1/stations/CS-1/structure'),
  post(
    '/api/v1/stations/{id}/device-model/desired',
    '/api/v1/stations/CS-1/device-model/desired',
    'operator',
    { values: [{ component: 'TxCtrlr', variable: 'EVConnectionTimeOut', value: '60' }] },
  ),
  post(
    '/api/v1/stations/{id}/device-model/release',
    '/api/v1/stations/CS-1/device-model/release',
    'operator',
    { variables: [{ component: 'TxCtrlr', variable: 'EVConnectionTimeOut' }] },
  ),
  {
    // The station is not connected: what matters to the table of roles is who gets as far as that answer.
    ...post(
      '/api/v1/stations/{id}/device-model/apply',
      '/api/v1/stations/CS-1/device-model/apply',
      'operator',
    ),
    status: 409,
  },
  {
    ...post(
      '/api/v1/stations/{id}/device-model/reports',
      '/api/v1/stations/CS-1/device-model/reports',
      'operator',
      { base: 'FullInventory' },
    ),
    status: 409,
  },
  get('/api/v1/stations/{id}/device-model/reports', '/api/v1/stations/CS-1/device-model/reports'),
  get('/api/v1/drift'),
  get('/api/v1/stations/{id}/monitors', '/api/v1/stations/CS-1/monitors'),
  post('/api/v1/stations/{id}/monitors', '/api/v1/stations/CS-1/monitors', 'operator', {
    monitors: [
      {
        component: 'EVSE',
        evseId: 1,
        variable: 'Temperature',
        type: 'UpperThreshold',
        value: 80,
        severity: 4,
        transaction: false,
      },
    ],
  }),
  {
    ...remove(
      '/api/v1/stations/{id}/monitors/{monitor}',
      '/api/v1/stations/CS-1/monitors/999',
      'operator',
    ),
    status: 404,
  },
  // The station is not connected: what matters to the table of roles is who gets as far as that answer.
  {
    ...post(
      '/api/v1/stations/{id}/monitors/clear',
      '/api/v1/stations/CS-1/monitors/clear',
      'operator',
      { ids: [7] },
    ),
    status: 409,
  },
  {
    ...put(
      '/api/v1/stations/{id}/monitoring-base',
      '/api/v1/stations/CS-1/monitoring-base',
      'operator',
      { base: 'All' },
    ),
    status: 409,
  },
  {
    ...put(
      '/api/v1/stations/{id}/monitoring-level',
      '/api/v1/stations/CS-1/monitoring-level',
      'operator',
      { severity: 7 },
    ),
    status: 409,
  },
  {
    ...post(
      '/api/v1/stations/{id}/monitors/reports',
      '/api/v1/stations/CS-1/monitors/reports',
      'operator',
      {},
    ),
    status: 409,
  },
  get('/api/v1/stations/{id}/event-streams', '/api/v1/stations/CS-1/event-streams'),
  get(
    '/api/v1/stations/{id}/event-streams/{stream}/samples',
    '/api/v1/stations/CS-1/event-streams/1/samples',
  ),
  {
    ...put(
      '/api/v1/stations/{id}/event-streams/{stream}',
      '/api/v1/stations/CS-1/event-streams/1',
      'operator',
      { intervalS: 60 },
    ),
    status: 409,
  },
  {
    ...post(
      '/api/v1/stations/{id}/event-streams/read',
      '/api/v1/stations/CS-1/event-streams/read',
      'operator',
    ),
    status: 409,
  },
  get('/api/v1/device-events'),
  get('/api/v1/alerts'),
  { ...get('/api/v1/alerts/{id}', '/api/v1/alerts/999'), status: 404 },
  {
    ...post('/api/v1/alerts/{id}/acknowledge', '/api/v1/alerts/999/acknowledge', 'operator', {}),
    status: 404,
  },
  {
    ...post('/api/v1/alerts/{id}/clear', '/api/v1/alerts/999/clear', 'operator', {}),
    status: 404,
  },
  get('/api/v1/alert-frequency'),
  get('/api/v1/templates'),
  {
    ...post('/api/v1/templates', '/api/v1/templates', 'operator', {
      name: 'Sample',
      filter: { model: 'None' },
      values: [],
    }),
    status: 201,
  },
  { ...get('/api/v1/templates/{id}', '/api/v1/templates/999'), status: 404 },
  {
    ...put('/api/v1/templates/{id}', '/api/v1/templates/999', 'operator', {
      name: 'Sample',
      filter: {},
      values: [],
    }),
    status: 404,
  },
  { ...remove('/api/v1/templates/{id}', '/api/v1/templates/999', 'operator'), status: 404 },
  get('/api/v1/groups'),
  get('/api/v1/stations/{id}/groups', '/api/v1/stations/CS-1/groups'),
  put('/api/v1/stations/{id}/groups', '/api/v1/stations/CS-1/groups', 'operator', {
    groups: ['Harbour'],
  }),
  remove('/api/v1/stations/{id}', '/api/v1/stations/CS-1', 'admin'),
  get('/api/v1/stations/{id}/frames', '/api/v1/stations/CS-1/frames'),
  get('/api/v1/stations/{id}/meter-values', '/api/v1/stations/CS-1/meter-values'),
  post('/api/v1/stations/{id}/calls/{action}', '/api/v1/stations/CS-1/calls/Reset', 'operator', {}),
  ...COMMAND_NAMES.map((command) => ({
    // What matters to the table of roles is who gets as far as that answer: nobody is there.
    ...post(
      `/api/v1/stations/{id}/commands/${pathOf(command)}`,
      `/api/v1/stations/CS-1/commands/${pathOf(command)}`,
      'operator',
      COMMAND_EXAMPLES[command],
    ),
    status: 409,
  })),
  {
    ...post('/api/v1/campaigns', '/api/v1/campaigns', 'operator', {
      name: 'Reset all',
      stations: {},
      steps: [{ command: 'Reset', request: { type: 'Immediate' } }],
    }),
    status: 201,
  },
  post('/api/v1/campaigns/preview', '/api/v1/campaigns/preview', 'operator', {}),
  get('/api/v1/campaigns'),
  { ...get('/api/v1/campaigns/{id}', '/api/v1/campaigns/999'), status: 404 },
  { ...get('/api/v1/campaigns/{id}/targets', '/api/v1/campaigns/999/targets'), status: 404 },
  ...['pause', 'resume', 'cancel'].map((operation) => ({
    ...post(
      `/api/v1/campaigns/{id}/${operation}`,
      `/api/v1/campaigns/999/${operation}`,
      'operator',
    ),
    status: 404,
  })),
  get('/api/v1/commands'),
  get('/api/v1/stations/{id}/commands', '/api/v1/stations/CS-1/commands'),
  { ...get('/api/v1/commands/{id}', '/api/v1/commands/999'), status: 404 },
  {
    ...post('/api/v1/commands/{id}/cancel', '/api/v1/commands/999/cancel', 'operator'),
    status: 404,
  },
  post('/api/v1/stations/{id}/remote-start', '/api/v1/stations/CS-1/remote-start', 'operator', {
    idToken: 'A1',
  }),
  get('/api/v1/stations/{id}/notices', '/api/v1/stations/CS-1/notices'),
  get('/api/v1/stations/{id}/reports', '/api/v1/stations/CS-1/reports'),
  // It never connected: what matters is who gets as far as that answer.
  {
    ...post('/api/v1/stations/{id}/reports', '/api/v1/stations/CS-1/reports', 'operator', {
      action: 'GetDisplayMessages',
    }),
    status: 409,
  },
  {
    ...get('/api/v1/stations/{id}/reports/{report}', '/api/v1/stations/CS-1/reports/99'),
    status: 404,
  },
  get('/api/v1/stations/{id}/charging-limits', '/api/v1/stations/CS-1/charging-limits'),
  get('/api/v1/stations/{id}/charging-profiles', '/api/v1/stations/CS-1/charging-profiles'),
  get('/api/v1/stations/{id}/display-messages', '/api/v1/stations/CS-1/display-messages'),
  get('/api/v1/security-events'),
  get('/api/v1/transactions'),
  get('/api/v1/transactions/{id}', '/api/v1/transactions/42'),
  get('/api/v1/transactions/{id}/events', '/api/v1/transactions/42/events'),
  get('/api/v1/transactions/{id}/meter-values', '/api/v1/transactions/42/meter-values'),
  post('/api/v1/transactions/{id}/remote-stop', '/api/v1/transactions/42/remote-stop', 'operator'),
  // The real books hold no transaction 42.
  { ...get('/api/v1/transactions/{id}/story', '/api/v1/transactions/42/story'), status: 404 },
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
  // The store under test is in memory.
  { ...get('/api/v1/backups', '/api/v1/backups', 'admin'), status: 409 },
  { ...post('/api/v1/backups', '/api/v1/backups', 'admin', {}), status: 409 },
  get('/api/v1/retention'),
  put('/api/v1/retention', '/api/v1/retention', 'admin', { commandsKeptDays: 365 }),
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
  get('/api/v1/local-lists'),
  { ...get('/api/v1/local-lists/{list}', '/api/v1/local-lists/none'), status: 404 },
  put('/api/v1/local-lists/{list}', '/api/v1/local-lists/all', 'operator', {
    stationIds: ['CS-1'],
  }),
  {
    ...remove('/api/v1/local-lists/{list}', '/api/v1/local-lists/none', 'operator'),
    status: 404,
  },
  get('/api/v1/local-lists/{list}/stations', '/api/v1/local-lists/all/stations'),
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
  get('/api/v1/stations/{id}/health', '/api/v1/stations/CS-1/health'),
  get('/api/v1/stations/{id}/session', '/api/v1/stations/CS-1/session'),
  get('/api/v1/violations'),
  get('/api/v1/violations/summary'),
  get('/api/v1/stations/{id}/der-controls', '/api/v1/stations/CS-1/der-controls'),
  {
    ...get(
      '/api/v1/stations/{id}/customer-information/{report}',
      '/api/v1/stations/CS-1/customer-information/99',
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

function get(route: string, url = route, role: RouteSample['role'] = 'viewer'): RouteSample {
  return { method: 'GET', route, url, role, status: 200 };
}

function put(route: string, url: string, role: RouteSample['role'], body: object): RouteSample {
  return { method: 'PUT', route, url, role, body, status: 200 };
}

function post(route: string, url: string, role: RouteSample['role'], body?: object): RouteSample {
  return { method: 'POST', route, url, role, status: 200, ...(body !== undefined && { body }) };
}

function remove(route: string, url: string, role: Role): RouteSample {
  return { method: 'DELETE', route, url, role, status: 204 };
}
