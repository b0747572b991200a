import type { TextExpression } from '../model/expression.ts';
import type { DecisionType } from './decision-type.ts';

/** The decisions of one DMN file, ready to be evaluated. Plain frozen JSON; the ids are those of the file. */
export interface DecisionModel {
  readonly modelId: string;
  readonly name: string;
  readonly decisions: readonly DecisionNode[];
  readonly inputs: readonly InputData[];
  readonly knowledge: readonly KnowledgeModel[];
  readonly services: readonly DecisionService[];
  /** Names in the file that hold spaces or operators: they change how FEEL is read. */
  readonly oddNames: readonly string[];
}

/** One decision. What it requires names elements of the same model, without cycles. */
export interface DecisionNode {
  readonly id: string;
  readonly name: string;
  /** What its author calls this version; processes may name it. */
  readonly versionTag?: string;
  /** The variable under which other decisions read the result. */
  readonly variable: TypedName;
  readonly requires: Requirements;
  /** Null when the file leaves the logic open: then a variable must bring the value. */
  readonly logic: DecisionLogic | null;
}

export interface Requirements {
  readonly decisions: readonly string[];
  readonly inputs: readonly string[];
  /** Knowledge models and decision services, called as functions. */
  readonly knowledge: readonly string[];
}

export interface TypedName {
  readonly name: string;
  readonly type: DecisionType;
}

export interface InputData {
  readonly id: string;
  readonly variable: TypedName;
}

/** A business knowledge model: a function that decisions call by its name. */
export interface KnowledgeModel {
  readonly id: string;
  readonly variable: TypedName;
  readonly requires: Requirements;
  readonly logic: FunctionDefinition;
}

/** Decisions offered as one function: from inputs and given decisions to the output decisions. */
export interface DecisionService {
  readonly id: string;
  readonly name: string;
  readonly variable: TypedName;
  readonly inputs: readonly string[];
  readonly givenDecisions: readonly string[];
  readonly outputDecisions: readonly string[];
}

/** The boxed expressions of DMN. */
export type DecisionLogic =
  | LiteralExpression
  | DecisionTable
  | BoxedContext
  | Invocation
  | BoxedList
  | Relation
  | FunctionDefinition
  | Conditional
  | Filter
  | Iteration;

interface Boxed {
  readonly id: string | null;
  readonly type: DecisionType;
}

export interface LiteralExpression extends Boxed {
  readonly kind: 'literalExpression';
  readonly expression: TextExpression;
}

/** An entry without a name is the result; without any, the context itself is. */
export interface BoxedContext extends Boxed {
  readonly kind: 'context';
  readonly entries: readonly {
    readonly name: string | null;
    readonly type: DecisionType;
    readonly value: DecisionLogic;
  }[];
}

export interface Invocation extends Boxed {
  readonly kind: 'invocation';
  readonly called: DecisionLogic;
  readonly bindings: readonly { readonly name: string; readonly value: DecisionLogic | null }[];
}

export interface BoxedList extends Boxed {
  readonly kind: 'list';
  readonly items: readonly DecisionLogic[];
}

export interface Relation extends Boxed {
  readonly kind: 'relation';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DecisionLogic[])[];
}

export interface FunctionDefinition extends Boxed {
  readonly kind: 'functionDefinition';
  readonly parameters: readonly TypedName[];
  /** Null for functions outside FEEL (Java, PMML): nothing calls them here. */
  readonly body: DecisionLogic | null;
}

export interface Conditional extends Boxed {
  readonly kind: 'conditional';
  readonly condition: DecisionLogic;
  readonly whenTrue: DecisionLogic;
  readonly whenFalse: DecisionLogic;
}

export interface Filter extends Boxed {
  readonly kind: 'filter';
  readonly list: DecisionLogic;
  readonly match: DecisionLogic;
}

export interface Iteration extends Boxed {
  readonly kind: 'iteration';
  readonly iteration: 'for' | 'some' | 'every';
  readonly iterator: string;
  readonly list: DecisionLogic;
  readonly each: DecisionLogic;
}

export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

export interface DecisionTable extends Boxed {
  readonly kind: 'decisionTable';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly InputClause[];
  readonly outputs: readonly OutputClause[];
  readonly rules: readonly DecisionRule[];
}

export interface InputClause {
  readonly id: string | null;
  /** What a person calls the column. */
  readonly label: string;
  readonly expression: TextExpression;
  readonly type: DecisionType;
  /** Unary tests the value must pass. */
  readonly values: TextExpression | null;
  /** A name under which the cells of the column see the value, besides `?`. */
  readonly variable: string;
}

export interface OutputClause {
  readonly id: string | null;
  readonly name: string;
  readonly type: DecisionType;
  /** The values allowed, best first where the hit policy asks for an order. */
  readonly values: TextExpression | null;
  readonly defaultEntry: TextExpression | null;
}

export interface DecisionRule {
  readonly id: string;
  /** Unary tests, one to an input; `-` passes everything. In `juel`, a condition. */
  readonly tests: readonly TextExpression[];
  readonly entries: readonly TextExpression[];
}
