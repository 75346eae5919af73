import { get, post, put, type RouteSample, remove } from './sample.ts';

/** What stations are, say and do wrong. */
export const stationsSamples: readonly RouteSample[] = [
  get('/api/v1/stations'),
  get('/api/v1/stations/{id}', '/api/v1/stations/CS-1'),
  get('/api/v1/stations/{id}/evses', '/api/v1/stations/CS-1/evses'),
  put('/api/v1/stations/{id}', '/api/v1/stations/CS-9', 'admin', { password: 'p'.repeat(16) }),
  get('/api/v1/registrations'),
  get('/api/v1/strangers'),
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
  { ...get('/api/v1/groups/{group}/site', '/api/v1/groups/Nowhere/site'), status: 404 },
  put('/api/v1/groups/{group}/site', '/api/v1/groups/Harbour/site', 'operator', {
    address: '1 Pier Road',
  }),
  {
    ...remove('/api/v1/groups/{group}/site', '/api/v1/groups/Nowhere/site', 'operator'),
    status: 404,
  },
  get('/api/v1/stations/{id}/groups', '/api/v1/stations/CS-1/groups'),
  put('/api/v1/stations/{id}/groups', '/api/v1/stations/CS-1/groups', 'operator', {
    groups: ['Harbour'],
  }),
  remove('/api/v1/stations/{id}', '/api/v1/stations/CS-1', 'admin'),
  get('/api/v1/frames'),
  get('/api/v1/stations/{id}/frames', '/api/v1/stations/CS-1/frames'),
  get('/api/v1/stations/{id}/meter-values', '/api/v1/stations/CS-1/meter-values'),
  get('/api/v1/security-events'),
  get('/api/v1/stations/{id}/health', '/api/v1/stations/CS-1/health'),
  get('/api/v1/stations/{id}/session', '/api/v1/stations/CS-1/session'),
  get('/api/v1/violations'),
  get('/api/v1/violations/summary'),
];
