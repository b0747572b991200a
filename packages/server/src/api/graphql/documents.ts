import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitExceeded } from '../../access/refusal.ts';
import { limits } from '../limits.ts';
import { InvalidRequest } from './invalid-request.ts';

/** Reads documents that keep to the limits and fit the schema. Throws `InvalidRequest`, or `Refusal` for too large ones. */
export type ReadDocument = (text: string) => DocumentNode;

/** Characters of the documents that are remembered. */
const rememberedLength = 1024 * 1024;

export function createDocuments(
  schema: GraphQLSchema,
  { introspection }: { readonly introspection: boolean },
): ReadDocument {
  const remembered = new LRUCache<string, DocumentNode>({
    maxSize: rememberedLength,
    // A short text may have as many nodes as a long one.
    sizeCalculation: (_document, text) => Math.max(text.length, limits.graphql.documentLength / 8),
  });
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];

  function read(text: string): DocumentNode {
    const document = parsed(text);
    refuseTooMuch(document);
    const errors = validate(schema, document, rules, {
      maxErrors: limits.graphql.errorsPerDocument,
      hideSuggestions: !introspection,
    });
    if (errors.length > 0) throw new InvalidRequest('VALIDATION_FAILED', errors);
    return document;
  }

  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const document = read(text);
    remembered.set(text, document);
    return document;
  };
}

function parsed(text: string): DocumentNode {
  const { documentLength, tokens } = limits.graphql;
  if (text.length > documentLength) {
    const message = `Expected a document of at most ${documentLength} characters, but found ${text.length}; large values go into variables`;
    throw limitExceeded(message, documentLength, text.length);
  }
  try {
    return parse(text, { maxTokens: tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/more tha[nt] \d+ tokens/.test(error.message)) {
      throw limitExceeded(`Expected a document of at most ${tokens} tokens, but found more`, tokens);
    }
    throw new InvalidRequest('MALFORMED_REQUEST', [error]);
  }
}

/** Before the rules are applied, some of which take longer the more there is of something. */
function refuseTooMuch(document: DocumentNode): void {
  let aliases = 0;
  let directives = 0;
  const counting: ASTVisitor = {
    Field({ alias }) {
      if (alias !== undefined) aliases += 1;
    },
    Directive() {
      directives += 1;
    },
  };
  visit(document, counting);
  refuseAbove('aliases', limits.graphql.aliases, aliases);
  refuseAbove('directives', limits.graphql.directives, directives);
}

function refuseAbove(what: string, limit: number, actual: number): void {
  if (actual <= limit) return;
  throw limitExceeded(`Expected at most ${limit} ${what} in a document, but found ${actual}`, limit, actual);
}
