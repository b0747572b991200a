import { IconChecklist, IconSearch, IconSitemap } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { openTasksQuery, processesQuery } from '../api/queries.ts';
import type { Command } from './commands.ts';
import { useNavItems } from './use-nav-items.ts';

/** What the palette offers now: pages, processes, open tasks, and a search by business key. */
export function useCommands(query: string): readonly Command[] {
  const processes = useQuery(processesQuery());
  const tasks = useQuery(openTasksQuery());
  const pages = useNavItems();
  const key = query.trim();
  return [
    ...pages.map(({ to, label, icon }): Command => ({ id: to, label, kind: 'Page', icon, link: { to } })),
    ...(processes.data?.processes ?? []).map(
      (process): Command => ({
        id: `process ${process.process_id}`,
        label: process.name,
        kind: 'Process',
        icon: IconSitemap,
        link: { to: '/processes/$processId', params: { processId: process.process_id } },
      }),
    ),
    ...(tasks.data?.tasks ?? []).map(
      (task): Command => ({
        id: `task ${task.task_id}`,
        label: task.name,
        kind: `Task, ${task.process_name}`,
        icon: IconChecklist,
        link: { to: '/tasks/$taskId', params: { taskId: task.task_id } },
      }),
    ),
    ...(key === ''
      ? []
      : [
          {
            id: 'business key',
            label: `Find instances with business key “${key}”`,
            kind: 'Search',
            icon: IconSearch,
            link: { to: '/instances', search: { key } },
            always: true,
          } satisfies Command,
        ]),
  ];
}
