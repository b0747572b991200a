import { childOf, childrenOf, idOf, nameOf, textOf } from '../moddle.ts';
import type { SourceDocument } from '../source-document.ts';
import type { ProcessFile } from './process-document.ts';
import { given } from './reading.ts';

/** The pools of a file and the messages between them. */
export function collaborationFrom(
  { collaborations, messageFlows }: SourceDocument,
  known: (id: string) => boolean,
): Pick<ProcessFile, 'name' | 'pools' | 'message_flows'> {
  const pools = collaborations
    .flatMap((collaboration) => childrenOf(collaboration, 'participants'))
    .flatMap((participant) => {
      const id = idOf(participant);
      const process = childOf(participant, 'processRef');
      if (id === null) return [];
      return [
        given({
          id,
          name: nameOf(participant) ?? '',
          process_id: (process === null ? null : idOf(process)) ?? undefined,
        }),
      ];
    });
  const poolIds = new Set(pools.map(({ id }) => id));
  const flows = messageFlows.flatMap(({ element, id, source, target }) => {
    const from = source === null ? null : idOf(source);
    const to = target === null ? null : idOf(target);
    if (from === null || to === null) return [];
    if (![from, to].every((end) => poolIds.has(end) || known(end))) return [];
    const message = childOf(element, 'messageRef');
    const name = message === null ? null : (nameOf(message) ?? idOf(message));
    return [
      given({
        id: id ?? undefined,
        name: nameOf(element) ?? undefined,
        from,
        to,
        message:
          name === null
            ? undefined
            : given({ name, correlation_key: textOf(message, 'apg:correlationKey') ?? undefined }),
      }),
    ];
  });
  const names = collaborations.flatMap((collaboration) => nameOf(collaboration) ?? []);
  return {
    name: names[0],
    pools: pools.length === 0 ? undefined : pools,
    message_flows: flows.length === 0 ? undefined : flows,
  };
}
