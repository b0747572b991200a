import type { Refs } from './refs.ts';
import type { Builder } from './schema-builder.ts';

/** What happened in an instance, and where it stands. */
export function addHistory(builder: Builder, refs: Refs): void {
  builder.objectType(refs.activeElement, {
    description: 'A token and the element it stands at.',
    fields: (t) => ({
      element_id: t.exposeString('element_id'),
      element_instance_id: t.exposeString('element_instance_id'),
      type: t.exposeString('type'),
      name: t.exposeString('name', { nullable: true }),
      since: t.exposeString('since'),
    }),
  });

  builder.objectType(refs.activity, {
    description: 'One run of one element, past or present.',
    fields: (t) => ({
      element_id: t.exposeString('element_id'),
      element_instance_id: t.exposeString('element_instance_id'),
      type: t.exposeString('type'),
      name: t.exposeString('name', { nullable: true }),
      status: t.exposeString('status'),
      start_time: t.exposeString('start_time'),
      end_time: t.exposeString('end_time', { nullable: true }),
    }),
  });

  builder.objectType(refs.activityList, {
    fields: (t) => ({
      activities: t.field({
        type: [refs.activity],
        complexity: { field: 0, multiplier: 1 },
        resolve: (list) => list.activities,
      }),
      next_cursor: t.exposeString('next_cursor', { nullable: true, complexity: 0 }),
    }),
  });

  builder.objectType(refs.journalEvent, {
    fields: (t) => ({
      seq: t.exposeInt('seq', { description: 'From 1 without gap.' }),
      type: t.exposeString('type'),
      element_id: t.exposeString('element_id', { nullable: true }),
      at: t.exposeString('at'),
      actor: t.exposeString('actor'),
      data: t.field({ type: 'JSON', resolve: (event) => event.data }),
    }),
  });
}
