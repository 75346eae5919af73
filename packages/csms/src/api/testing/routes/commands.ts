import { COMMAND_NAMES } from '../../../remote-control/command.ts';
import { pathOf } from '../../../remote-control/command-routes.ts';
import { COMMAND_EXAMPLES } from '../../../remote-control/examples.ts';
import { get, post, type RouteSample } from './sample.ts';

/** What stations are asked. */
export const commandsSamples: readonly RouteSample[] = [
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
  get('/api/v1/stations/{id}/der-controls', '/api/v1/stations/CS-1/der-controls'),
  ...[
    'charging-needs',
    'priority-charging',
    'allowed-energy-transfers',
    'tariffs',
    'settlements',
    'vat-validations',
    'battery-swaps',
    'contract-certificate-requests',
    'certificates',
    'signing-requests',
  ].map((told) => get(`/api/v1/stations/{id}/${told}`, `/api/v1/stations/CS-1/${told}`)),
  {
    ...get(
      '/api/v1/stations/{id}/customer-information/{report}',
      '/api/v1/stations/CS-1/customer-information/99',
      'operator',
    ),
    status: 404,
  },
];
