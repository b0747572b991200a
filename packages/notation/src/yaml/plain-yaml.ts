import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { mappingKeys } from '../json/alias-values.ts';
import { pointerTo } from '../json/pointer.ts';
import { isKept } from './scan-json.ts';
import type { Screened } from './screen-yaml.ts';

/** The value of a document, where each part of it stands, and what YAML allows and a definition does not. */
export interface PlainYaml {
  readonly value: unknown;
  readonly offsets: ReadonlyMap<string, number>;
  readonly problems: readonly Screened[];
}

/** Said of tags that the parser does not know, and of those it knows beyond the core schema. */
export const foreignTag = 'Expected no tags but those of the core schema, but found another';
const coreTag = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

const depthLimit = 100;
const aliasLimit = 100;
/** Characters of a document whose aliases are written out. */
const expandedLimit = 4 * 1024 * 1024;

export function plainYaml(contents: Node | null): PlainYaml {
  const offsets = new Map<string, number>();
  const problems: Screened[] = [];
  const anchors = new Map<string, Node>();
  let aliases = 0;
  let size = 0;
  const refuse = (offset: number, message: string): null => {
    problems.push({ offset, message });
    return null;
  };

  const plain = (node: Node | null, pointer: string, depth: number, inMapping: boolean): unknown => {
    if (node === null || problems.length > 0) return null;
    const offset = node.range?.[0] ?? 0;
    if (!offsets.has(pointer)) offsets.set(pointer, offset);
    if (depth > depthLimit)
      return refuse(offset, `Expected nesting at most ${depthLimit} deep, but found more`);
    size += isScalar(node) ? (node.source ?? '').length + 1 : 2;
    if (size > expandedLimit) {
      return refuse(offset, `Expected at most ${expandedLimit} characters with aliases, but found more`);
    }
    if (isAlias(node)) {
      aliases += 1;
      if (aliases > aliasLimit)
        return refuse(offset, `Expected at most ${aliasLimit} aliases, but found more`);
      const target = anchors.get(node.source);
      if (target === undefined)
        return refuse(offset, `Expected an anchor '${node.source}' before, but found none`);
      return plain(target, pointer, depth + 1, inMapping);
    }
    if (node.tag !== undefined && !coreTag.test(node.tag)) return refuse(offset, foreignTag);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) {
      const { value, source } = node;
      if (inMapping && typeof value === 'number' && !isKept(source ?? '')) {
        const message = `Expected a number that can be kept as it is, but found ${source?.slice(0, 60)}`;
        return refuse(offset, message);
      }
      return scalarOf(node, inMapping);
    }
    if (isSeq(node)) {
      return node.items.map((item, index) =>
        plain(asNode(item), pointerTo(pointer, index), depth + 1, inMapping),
      );
    }
    if (!isMap(node)) return null;
    const members = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const keyNode = asNode(key);
      const at = keyNode?.range?.[0] ?? offset;
      if (!isScalar(keyNode) || keyNode.value === null) return refuse(at, 'Expected a key that is a text');
      const name = typeof keyNode.value === 'string' ? keyNode.value : (keyNode.source ?? '');
      if (name === '<<') return refuse(at, "Expected no merge keys, but found '<<'");
      if (members.has(name)) {
        return refuse(at, `Expected every key once, but found '${name.slice(0, 60)}' again`);
      }
      const inner = pointerTo(pointer, name);
      if (!offsets.has(inner)) offsets.set(inner, at);
      members.set(name, plain(asNode(value), inner, depth + 1, inMapping || mappingKeys.has(name)));
    }
    return Object.fromEntries(members);
  };
  const value = plain(contents, '', 0, false);
  return { value, offsets, problems };
}

/** A number that is no value of a mapping is text as it is written: a version `1.10` is not 1.1. */
function scalarOf({ value, source }: Scalar, inMapping: boolean): unknown {
  if (inMapping || typeof value !== 'number' || source === undefined) return value;
  return String(value) === source ? value : source;
}

function asNode(part: unknown): Node | null {
  return isScalar(part) || isMap(part) || isSeq(part) || isAlias(part) ? part : null;
}
