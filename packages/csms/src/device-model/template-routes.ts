import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items } from '../api/common-schemas.ts';
import { idPath } from '../api/parameters.ts';
import { nothing } from '../api/schema.ts';
import { templateInputSchema, templateSchema } from './schemas.ts';

const tags = ['Device model'];
const templatePath = idPath("The template's number.", 1);
const templateList = items(templateSchema);

/** Templates: desired values of all stations of a kind. */
export function templateRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { templates } = blocks;

  app.get(
    '/templates',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listTemplates',
        summary: 'Templates of desired values',
        tags,
        response: { 200: templateList },
      },
    },
    () => ({ items: templates.list() }),
  );

  app.get(
    '/templates/:id',
    {
      config: {
        role: 'viewer',
        problems: ['notFound'],
        writable: ['name', 'filter', 'priority', 'values'],
      },
      schema: {
        operationId: 'getTemplate',
        summary: 'One template',
        tags,
        params: templatePath,
        response: { 200: templateSchema },
      },
    },
    (request) => templates.get(request.params.id),
  );

  app.post(
    '/templates',
    {
      config: { role: 'operator', problems: ['conflict', 'invalidValue'] },
      schema: {
        operationId: 'createTemplate',
        summary: 'Want values of all stations of a kind',
        description:
          'Applied to all stations that it fits, to those that are away when they return, and to those that appear later. ' +
          'What an operator set for one station alone goes before.',
        tags,
        body: templateInputSchema,
        response: { 201: templateSchema },
      },
    },
    async (request, reply) => reply.code(201).send(await templates.create(request.body)),
  );

  app.put(
    '/templates/:id',
    {
      config: { role: 'operator', problems: ['notFound', 'conflict', 'invalidValue'] },
      schema: {
        operationId: 'putTemplate',
        summary: 'Change a template',
        description: 'Stations keep values that it does not want any more; nobody wants them then.',
        tags,
        params: templatePath,
        body: templateInputSchema,
        response: { 200: templateSchema },
      },
    },
    (request) => templates.replace(request.params.id, request.body),
  );

  app.delete(
    '/templates/:id',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'deleteTemplate',
        summary: 'Remove a template',
        tags,
        params: templatePath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      await templates.remove(request.params.id);
      return reply.code(204).send();
    },
  );
}
