import { useQuery } from '@tanstack/react-query';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';

/** Groups of stations that operators have named. */
export function useGroups() {
  const { client } = useConsole();
  const groups = useQuery({
    queryKey: cacheKeys.groups,
    queryFn: async () => (await client.listGroups()).items,
  });
  return groups.data ?? [];
}
