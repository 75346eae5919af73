/** What the OpenAPI document says before its paths. */
export const about = {
  openapi: '3.1.0',
  info: {
    title: 'Northbound CSMS',
    version: '1',
    description:
      'Charging stations of OCPP 1.6J, 2.0.1 and 2.1, in the words of OCPP 2.1.\n\n' +
      'Answers that say no are `application/problem+json` (RFC 9457). Lists come in pages: `nextCursor` of ' +
      'one page, sent as `cursor`, asks for the next.\n\n' +
      'HEAD asks wherever GET does, except of the event stream. Reads answer with an `ETag`; sent back as `If-None-Match` it makes the answer 304 while nothing has ' +
      'changed, and as `If-Match` on a PUT or DELETE of the same path it makes the answer 412 when something ' +
      'has. A change with an `Idempotency-Key` is carried out once: its repetition within a day gets the same ' +
      'answer, with the header `Idempotent-Replayed`.\n\n' +
      'Programs send an API key. Pages sign in (`POST /session`) and send the session cookie, with the header ' +
      '`X-CSRF-Token` on each change.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'This CSMS' }],
  components: {
    securitySchemes: {
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key: `nb_<id>_<secret>`.',
      },
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'northbound_session',
        description: 'Set by `signIn`.',
      },
    },
  },
  tags: [
    {
      name: 'Stations',
      description: 'Charging stations, their EVSEs, frames and meter values',
    },
    {
      name: 'Device model',
      description: 'What stations are made of and set to, beside what they should be',
    },
    { name: 'Monitoring', description: 'What stations watch and report' },
    { name: 'Alerts', description: 'What is wrong, and who must act' },
    { name: 'Transactions', description: 'What was charged, and the events that prove it' },
    { name: 'Charge detail records', description: 'What was delivered, sealed for good' },
    { name: 'Commands', description: 'What an operator asks a station to do' },
    { name: 'Campaigns', description: 'Commands to many stations' },
    { name: 'Tokens', description: 'Who may charge' },
    { name: 'Local lists', description: 'Tokens that stations know when they are offline' },
    { name: 'Reservations', description: 'EVSEs that are held for drivers' },
    { name: 'Availability', description: 'What operators want in service, and when not' },
    { name: 'Firmware', description: 'Firmware for stations, and their logs' },
    { name: 'Files', description: 'Where stations fetch and send files, by secret links' },
    { name: 'Reports', description: 'Questions that stations answer in messages of their own' },
    { name: 'Smart charging', description: 'Limits and profiles at stations' },
    { name: 'V2X', description: 'Energy that vehicles give back' },
    { name: 'Tariffs and costs', description: 'Prices at stations, and what they calculated' },
    { name: 'Payment', description: 'Payments at the terminals of stations' },
    { name: 'Plug and charge', description: 'Contract certificates of vehicles' },
    { name: 'Certificates', description: 'What stations hold and want signed' },
    { name: 'Battery swap', description: 'Batteries that go in and come out' },
    { name: 'Display messages', description: 'What stations show to drivers' },
    { name: 'Violations', description: 'What stations do wrong' },
    { name: 'Security', description: 'Security events of stations' },
    { name: 'Events', description: 'What happens, as it happens' },
    { name: 'Webhooks', description: 'Events for other systems, as they happen' },
    { name: 'Access', description: 'API keys and the audit log' },
    { name: 'System', description: 'The CSMS itself' },
  ],
  paths: {},
} as const;
