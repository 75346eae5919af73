import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { Problem } from '../api/problems.ts';
import { choice, flag, moment, named, nothing, object, optional, text } from '../api/schema.ts';
import type { TokenGroupView } from './views.ts';

type GroupChange = Omit<TokenGroupView, 'groupIdToken'>;

interface GroupPath {
  readonly groupIdToken: string;
}

const groupIdToken = text({
  description: 'The group id that tokens name, compared without regard to case.',
  examples: ['FLEET-7'],
  minLength: 1,
  maxLength: 255,
});

const change = {
  name: optional(text({ description: 'For people.', maxLength: 200 })),
  status: choice(['Accepted', 'Blocked'], { description: 'Blocked blocks all of its tokens.' }),
  expiresAt: optional(moment('All of its tokens are expired from then on.')),
  masterPass: flag({
    description:
      'Its tokens end any transaction and start none. Stations must have it as AuthCtrlr.MasterPassGroupId.',
  }),
};

const groupSchema = named<TokenGroupView>('TokenGroup', object({ groupIdToken, ...change }));
const groupPage = page<TokenGroupView>('TokenGroupPage', groupSchema);
const groupPath = object<GroupPath>({ groupIdToken });
const tags = ['Tokens'];

/** Groups of tokens. A group that nobody put here is only the name that its tokens share. */
export function tokenGroupRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/token-groups',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listTokenGroups',
        summary: 'Groups of tokens',
        tags,
        response: { 200: groupPage },
      },
    },
    async () => ({ items: blocks.tokens.groups.all() }),
  );

  app.get(
    '/token-groups/:groupIdToken',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getTokenGroup',
        summary: 'One group of tokens',
        tags,
        params: groupPath,
        response: { 200: groupSchema },
      },
    },
    async ({ params: { groupIdToken } }) => {
      const group = blocks.tokens.groups.get(groupIdToken);
      if (group === undefined) throw noGroup(groupIdToken);
      return group;
    },
  );

  app.put(
    '/token-groups/:groupIdToken',
    {
      config: { role: 'operator' },
      schema: {
        operationId: 'putTokenGroup',
        summary: 'Add a group of tokens, or change one',
        tags,
        params: groupPath,
        body: object<GroupChange>(change, {
          examples: [{ name: 'Fleet 7', status: 'Accepted', masterPass: false }],
        }),
        response: { 200: groupSchema },
      },
    },
    async (request) => {
      const group: TokenGroupView = { ...request.body, ...request.params };
      await blocks.tokens.putGroup(group);
      return group;
    },
  );

  app.delete(
    '/token-groups/:groupIdToken',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'deleteTokenGroup',
        summary: 'Forget a group; its tokens keep its name',
        tags,
        params: groupPath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      const { groupIdToken } = request.params;
      if (!(await blocks.tokens.removeGroup(groupIdToken))) throw noGroup(groupIdToken);
      return reply.code(204).send();
    },
  );
}

function noGroup(groupIdToken: string): Problem {
  return new Problem('notFound', { detail: `There is no group ${groupIdToken}.` });
}
