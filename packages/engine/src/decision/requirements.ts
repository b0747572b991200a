import { hostFunction } from '../expression/feel/guard.ts';
import { DecisionError, inDecision } from './decision-error.ts';
import type {
  DecisionModel,
  DecisionNode,
  DecisionService,
  InputData,
  KnowledgeModel,
  Requirements,
} from './decision-model.ts';
import { fromText, nameOfType } from './decision-type.ts';
import { called, evaluateLogic, functionOf } from './evaluate-logic.ts';
import { evaluateTable } from './evaluate-table.ts';
import { type Evaluation, type Surroundings, typed } from './evaluation.ts';
import type { Row } from './hit-policy.ts';
import { innerScope, type Scope, variableScope } from './scope.ts';

/** What a decision came to. */
export interface Outcome {
  readonly value: unknown;
  readonly rows: readonly Row[];
}

/** The decisions made so far from one set of variables: each is made once. */
export interface Frame {
  readonly evaluation: Evaluation;
  readonly variables: Scope;
  readonly outcomes: Map<string, Outcome>;
}

export interface ModelIndex {
  readonly decisions: ReadonlyMap<string, DecisionNode>;
  readonly inputs: ReadonlyMap<string, InputData>;
  readonly knowledge: ReadonlyMap<string, KnowledgeModel>;
  readonly services: ReadonlyMap<string, DecisionService>;
}

const indexes = new WeakMap<DecisionModel, ModelIndex>();

export function indexOf(model: DecisionModel): ModelIndex {
  const known = indexes.get(model);
  if (known !== undefined) return known;
  const byId = <Element extends { readonly id: string }>(elements: readonly Element[]) =>
    new Map(elements.map((element) => [element.id, element]));
  const index = {
    decisions: byId(model.decisions),
    inputs: byId(model.inputs),
    knowledge: byId(model.knowledge),
    services: byId(model.services),
  };
  indexes.set(model, index);
  return index;
}

/** Makes a decision after those it requires. */
export function decideNode(node: DecisionNode, frame: Frame): Outcome {
  const known = frame.outcomes.get(node.id);
  if (known !== undefined) return known;
  const surroundings = {
    evaluation: frame.evaluation,
    owner: { id: node.id, name: node.name },
    scope: requiredScope(node.requires, node.name, frame),
  };
  const outcome = conformed(node, outcomeOf(node, surroundings), surroundings);
  frame.outcomes.set(node.id, outcome);
  return outcome;
}

function outcomeOf(node: DecisionNode, surroundings: Surroundings): Outcome {
  const { logic } = node;
  if (logic?.kind === 'decisionTable') return evaluateTable(logic, surroundings);
  const value = logic === null ? given(node, surroundings) : evaluateLogic(logic, surroundings);
  return { value, rows: [new Map([[node.variable.name, value]])] };
}

function given({ name, variable }: DecisionNode, { scope }: Surroundings): unknown {
  const value = scope.get(variable.name);
  if (value !== undefined) return fromText(value, variable.type);
  throw new DecisionError(name, 'expected decision logic, found none', {
    hint: `Complete the decision, or bring its result as the variable '${variable.name}'`,
  });
}

function conformed({ name, variable }: DecisionNode, outcome: Outcome, surroundings: Surroundings): Outcome {
  const value = inDecision(name, 'the type of the result', null, () =>
    typed(outcome.value, variable.type, surroundings),
  );
  if (value !== undefined) return { value, rows: outcome.rows };
  throw new DecisionError(
    name,
    `expected the result to be a ${nameOfType(variable.type)}, found another type or value`,
    { hint: `Look at the type of the variable '${variable.name}'` },
  );
}

/**
 * What a decision sees: its requirements under the names of their variables; then, as in Camunda 7,
 * the outputs of required tables under the names of the columns; then all variables.
 */
function requiredScope(requires: Requirements, ownerName: string, frame: Frame): Scope {
  const index = indexOf(frame.evaluation.model);
  const entries = new Map<string, unknown>();
  const own = new Map<string, unknown>();
  for (const id of requires.decisions) {
    const node = index.decisions.get(id);
    if (node === undefined) continue;
    const { value, rows } = decideNode(node, frame);
    own.set(node.variable.name, value);
    for (const name of rows[0]?.keys() ?? []) {
      const values = rows.map((row) => row.get(name) ?? null);
      entries.set(name, values.length === 1 ? values[0] : values);
    }
  }
  for (const id of requires.inputs) {
    const input = index.inputs.get(id);
    if (input !== undefined) own.set(input.variable.name, inputOf(input, ownerName, frame));
  }
  for (const [name, call] of knowledgeOf(requires, frame)) own.set(name, call);
  for (const [name, value] of own) entries.set(name, value);
  return innerScope(frame.variables, entries);
}

function inputOf({ variable }: InputData, ownerName: string, frame: Frame): unknown {
  const raw = fromText(frame.variables.get(variable.name) ?? null, variable.type);
  const owner = { id: '', name: ownerName };
  const value = typed(raw, variable.type, { evaluation: frame.evaluation, owner, scope: frame.variables });
  if (value !== undefined) return value;
  throw new DecisionError(
    ownerName,
    `expected variable '${variable.name}' to be a ${nameOfType(variable.type)}, found another type or value`,
    { hint: 'Look at the variables the decision is asked with, and at the type of the input data' },
  );
}

/** Functions by name. What they require themselves is looked up when they are called. */
function knowledgeOf(requires: Requirements, frame: Frame): ReadonlyMap<string, unknown> {
  const index = indexOf(frame.evaluation.model);
  const functions = new Map<string, unknown>();
  for (const id of requires.knowledge) {
    const knowledge = index.knowledge.get(id);
    if (knowledge !== undefined) functions.set(knowledge.variable.name, knowledgeFunction(knowledge, frame));
    const service = index.services.get(id);
    if (service !== undefined) functions.set(service.variable.name, serviceFunction(service, frame));
  }
  return functions;
}

function knowledgeFunction(knowledge: KnowledgeModel, frame: Frame): unknown {
  const { variable, logic } = knowledge;
  const { evaluation } = frame;
  return hostFunction(
    logic.parameters.map(({ name }) => name),
    (...args) => {
      const own = knowledgeOf(knowledge.requires, frame);
      const scope = innerScope(frame.variables, own);
      const surroundings = { evaluation, owner: { id: knowledge.id, name: variable.name }, scope };
      const call = functionOf(logic, surroundings);
      const value: unknown = typeof call === 'function' ? Reflect.apply(call, null, args) : null;
      return variable.type.kind === 'function' ? value : (typed(value, variable.type, surroundings) ?? null);
    },
  );
}

function serviceFunction(service: DecisionService, frame: Frame): unknown {
  const index = indexOf(frame.evaluation.model);
  const inputs = service.inputs.flatMap((id) => index.inputs.get(id) ?? []);
  const decisions = service.givenDecisions.flatMap((id) => index.decisions.get(id) ?? []);
  const parameters = [...inputs, ...decisions].map(({ variable }) => variable);
  const { evaluation } = frame;
  const owner = { id: service.id, name: service.name };
  return hostFunction(
    parameters.map(({ name }) => name),
    (...args) => {
      const surroundings = { evaluation, owner, scope: frame.variables };
      const values = new Map(
        parameters.map(({ name, type }, at) => [name, typed(args[at], type, surroundings)] as const),
      );
      if ([...values.values()].includes(undefined)) return null;
      const variables = innerScope(variableScope({}), values);
      return called(surroundings, () =>
        serviceResult(service, { evaluation, variables, outcomes: new Map() }),
      );
    },
  );
}

/** The outputs of a service, from a frame whose variables hold what it is given. */
export function serviceResult(service: DecisionService, frame: Frame): unknown {
  const index = indexOf(frame.evaluation.model);
  for (const id of service.givenDecisions) {
    const node = index.decisions.get(id);
    if (node === undefined) continue;
    const value = fromText(frame.variables.get(node.variable.name) ?? null, node.variable.type);
    frame.outcomes.set(id, { value, rows: [new Map([[node.variable.name, value]])] });
  }
  const outputs = service.outputDecisions.flatMap((id) => index.decisions.get(id) ?? []);
  const values = outputs.map((node) => [node.variable.name, decideNode(node, frame).value] as const);
  return values.length === 1 ? (values[0]?.[1] ?? null) : Object.fromEntries(values);
}
