import type { Executed } from '../../processes/execute.ts';
import type { UseCase } from '../../use-case.ts';
import { carryOut } from '../rest/call.ts';
import type { GraphqlContext } from './context.ts';
import { createLoaders } from './loaders.ts';

/** Carries out a mutation. What was read before it is forgotten: the answer shows what has become of it. */
export async function change<Response extends object>(
  context: GraphqlContext,
  work: (useCase: UseCase) => Promise<Executed<Response>>,
): Promise<Response> {
  const { useCase, over } = context;
  if (over.refusal !== null) throw over.refusal;
  const { response, replayed } = await carryOut(useCase, work);
  context.replayed = replayed;
  context.loaders = createLoaders(useCase);
  // An answer that is repeated was stored by the same mutation: its text is part of what the key stands for.
  return response as Response;
}
