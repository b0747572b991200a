import {
  type DecisionModel,
  type DecisionOutcome,
  type DecisionRequest,
  isTag,
  makeDecision,
  notDeployed,
} from '@wbpm/engine';
import { compileDmn } from '@wbpm/notation';
import { doesNotCompile } from './does-not-compile.ts';

/** Decisions of the memory host by id and version. */
export interface MemoryDecisions {
  readonly deploy: (dmnXml: string) => Promise<void>;
  readonly decide: (request: DecisionRequest, now: number) => DecisionOutcome;
}

export function memoryDecisions(): MemoryDecisions {
  const versions = new Map<string, DecisionModel[]>();
  return {
    async deploy(dmnXml) {
      const compiled = await compileDmn(dmnXml);
      if (compiled.kind === 'refused') throw doesNotCompile(compiled.findings);
      const { model } = compiled;
      for (const { id } of model.decisions) versions.set(id, [...(versions.get(id) ?? []), model]);
    },
    decide(request, now) {
      const { decisionId, version } = request;
      const deployed = versions.get(decisionId) ?? [];
      // Decisions are never deployed together with a process here: the newest is meant.
      const tagged = (model: DecisionModel) =>
        isTag(version) &&
        model.decisions.some(({ id, versionTag }) => id === decisionId && versionTag === version.tag);
      const model = isTag(version)
        ? deployed.findLast(tagged)
        : typeof version === 'number'
          ? deployed[version - 1]
          : deployed.at(-1);
      return model === undefined
        ? { kind: 'failed', message: notDeployed('decision', decisionId, version) }
        : makeDecision(model, request, now);
    },
  };
}
