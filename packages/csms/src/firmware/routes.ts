import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import {
  choice,
  integer,
  moment,
  named,
  nothing,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import { fileSchema } from '../files/schemas.ts';
import type { PageRequest } from '../paging.ts';
import type { ImageRequest } from './images.ts';
import { firmwareUpdateSchema } from './schemas.ts';
import type { UpdateRequest } from './update-request.ts';
import type { UpdateFilter } from './updates.ts';
import {
  type FirmwareImageView,
  type FirmwareRequestView,
  type FirmwareUpdateView,
  type NewFirmwareImageView,
  UPDATE_STATES,
} from './views.ts';

const image = {
  version: text({
    description: 'As stations report it when they boot with it.',
    examples: ['2.4.1'],
    minLength: 1,
    maxLength: 50,
  }),
  vendor: optional(text({ maxLength: 50 })),
  model: optional(text({ maxLength: 50 })),
  url: optional(
    text({
      description: 'Where it lies; its bytes are sent here when absent.',
      maxLength: 2000,
      pattern: '^(https?|ftps?|sftp)://',
    }),
  ),
  signature: optional(
    text({ description: 'Base64; makes the update a signed one.', maxLength: 800 }),
  ),
  signingCertificate: optional(text({ description: 'PEM.', maxLength: 5500 })),
  note: optional(text({ description: 'For people.', maxLength: 500 })),
};

const imageFields = {
  id: integer(),
  ...image,
  file: optional(fileSchema),
  createdAt: moment('When it was registered.'),
};

const imageSchema = named<FirmwareImageView>('FirmwareImage', object(imageFields));
const newImageSchema = named<NewFirmwareImageView>(
  'NewFirmwareImage',
  object({
    ...imageFields,
    uploadUrl: optional(
      text({ description: 'Takes its bytes by PUT, once, within a day. Shown this once.' }),
    ),
  }),
);

const requestSchema = named<FirmwareRequestView>(
  'FirmwareRequest',
  object({
    firmware: object<FirmwareRequestView['firmware']>({
      location: text(),
      retrieveDateTime: moment('From when it may be fetched.'),
      signature: optional(text()),
      signingCertificate: optional(text()),
    }),
  }),
);

const imagePage = page<FirmwareImageView>('FirmwareImagePage', imageSchema);
const updatePage = page<FirmwareUpdateView>('FirmwareUpdatePage', firmwareUpdateSchema);
const imagePath = object<{ readonly image: number }>({
  image: integer({ description: '`id` of the image.', minimum: 1 }),
});
const tags = ['Firmware'];

/** Firmware for stations, and how their updates get on. */
export function firmwareRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/firmware-images',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listFirmwareImages',
        summary: 'Firmware images, newest first',
        tags,
        querystring: query<PageRequest>({
          ...pageParameters(50, 500),
        }),
        response: { 200: imagePage },
      },
    },
    (request) => blocks.firmwareImages.list(request.query),
  );

  app.post(
    '/firmware-images',
    {
      config: { role: 'admin', problems: ['conflict'] },
      schema: {
        operationId: 'registerFirmwareImage',
        summary: 'Register firmware that stations can be given',
        description:
          'Without `url` the answer has an `uploadUrl` that takes its bytes: `curl -T image.bin <uploadUrl>`.',
        tags,
        body: object<ImageRequest>(image, { examples: [{ version: '2.4.1', model: 'Fast-150' }] }),
        response: { 201: newImageSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await blocks.firmwareImages.register(request.body)),
  );

  app.get(
    '/firmware-images/:image',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getFirmwareImage',
        summary: 'One firmware image',
        tags,
        params: imagePath,
        response: { 200: imageSchema },
      },
    },
    (request) => blocks.firmwareImages.get(request.params.image),
  );

  app.delete(
    '/firmware-images/:image',
    {
      config: { role: 'admin', problems: ['notFound'] },
      schema: {
        operationId: 'deleteFirmwareImage',
        summary: 'Remove a firmware image and its bytes; updates made with it stay',
        tags,
        params: imagePath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      await blocks.firmwareImages.remove(request.params.image);
      return reply.code(204).send();
    },
  );

  app.post(
    '/firmware-images/:image/request',
    {
      // With the link in it the file can be fetched.
      config: { role: 'operator', problems: ['notFound', 'conflict'], hasSecretAnswer: true },
      schema: {
        operationId: 'makeFirmwareRequest',
        summary: 'The request of an UpdateFirmware command with this image, for a campaign',
        description: 'Its link may be used by any station for the time given.',
        tags,
        params: imagePath,
        body: object<{ readonly validForS: number }>({
          validForS: integer({ description: 'How long.', minimum: 60, maximum: 31_536_000 }),
        }),
        response: { 200: requestSchema },
      },
    },
    (request) => blocks.firmwareImages.request(request.params.image, request.body.validForS),
  );

  app.get(
    '/firmware-updates',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listFirmwareUpdates',
        summary: 'Firmware updates of stations, newest first',
        tags,
        querystring: query<UpdateFilter>({
          stationId: optional(stationIdText),
          imageId: optional(integer({ description: 'Only with this image.' })),
          state: optional(choice(UPDATE_STATES, { description: 'Only in this state.' })),
          ...pageParameters(50, 500),
        }),
        response: { 200: updatePage },
      },
    },
    (request) => blocks.firmwareUpdates.list(request.query),
  );

  app.post(
    '/stations/:id/firmware-updates',
    {
      config: {
        role: 'operator',
        problems: ['unknownStation', 'notFound', 'conflict', 'notSupportedByVersion'],
      },
      schema: {
        operationId: 'updateFirmware',
        summary: 'Give a station firmware',
        description:
          'With a link of its own. `state` tells how far it is; it is proven when the station boots with the version.',
        tags,
        params: stationPath,
        body: object<UpdateRequest>(
          {
            imageId: integer({ minimum: 1 }),
            retrieveAt: optional(moment('When to fetch it; at once when absent.')),
            installAt: optional(moment('When to install it; as soon as it can when absent.')),
            retries: optional(integer({ minimum: 0, maximum: 20 })),
            retryIntervalS: optional(integer({ minimum: 0, maximum: 86_400 })),
          },
          { examples: [{ imageId: 1 }] },
        ),
        response: { 200: firmwareUpdateSchema },
      },
    },
    (request) =>
      blocks.firmwareUpdates.start(request.params.id, request.body, request.caller?.name ?? ''),
  );
}
