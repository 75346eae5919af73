import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, REGISTRATIONS } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { choice, object, optional, query, text } from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import type { Registration } from '../stations/station.ts';
import { registrationSchema } from './schemas.ts';
import type { RegistrationView } from './views.ts';

const tags = ['Stations'];
const registrationPage = page<RegistrationView>('RegistrationPage', registrationSchema);

interface Decision {
  readonly registration: Registration;
  readonly reason?: string;
}

/** Who may take part: what BootNotification is answered. */
export function registrationRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { registering } = blocks;

  app.get(
    '/registrations',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listHeldStations',
        summary: 'Stations that are Pending or Rejected, and what they wait for',
        tags,
        querystring: query<PageRequest>(pageParameters(50, 500)),
        response: { 200: registrationPage },
      },
    },
    (request) => registering.held(request.query),
  );

  app.get(
    '/stations/:id/registration',
    {
      config: {
        role: 'viewer',
        problems: ['unknownStation'],
        writable: ['next', 'reason', 'decidedBy', 'decidedAt'],
      },
      schema: {
        operationId: 'getRegistration',
        summary: 'Whether a station is accepted, and what it waits for',
        tags,
        params: stationPath,
        response: { 200: registrationSchema },
      },
    },
    (request) => registering.view(request.params.id),
  );

  app.put(
    '/stations/:id/registration',
    {
      config: { role: 'operator', problems: ['unknownStation'] },
      schema: {
        operationId: 'putRegistration',
        summary: 'Accept a station, reject it, or keep it Pending',
        description:
          'It is the answer to its next BootNotification, which a connected station is asked for at once ' +
          '(TriggerMessage). A station that was Rejected may not be asked: it boots again after its interval.',
        tags,
        params: stationPath,
        body: object<Decision>(
          {
            registration: choice(REGISTRATIONS),
            reason: optional(text({ maxLength: 500 })),
          },
          { examples: [{ registration: 'Accepted', reason: 'Checked on site.' }] },
        ),
        response: { 200: registrationSchema },
      },
    },
    async (request) => {
      const { params, body, caller } = request;
      const { next: registration, reason } = await registering.view(params.id);
      request.audit.previous = { registration, reason };
      const by = caller?.name ?? 'operator';
      return registering.decide(params.id, body.registration, by, body.reason);
    },
  );
}
