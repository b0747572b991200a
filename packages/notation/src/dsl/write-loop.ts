import type { Loop } from '../document/loop.ts';
import { loopAttributes, multiInstanceAttributes, throwAttributes } from './attributes.ts';
import { canonicalExpression, writeExpression } from './expressions.ts';
import { writtenId } from './words.ts';
import { writeAttributes, writeExpressionLine } from './write-attributes.ts';
import { writeEvent } from './write-events.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

/** `REPEAT WHILE …` or `FOR EACH … IN …` below an activity. */
export function writeLoop(loop: Loop): WrittenLine {
  if (loop.kind === 'standard') {
    const condition = loop.while === undefined ? null : writeExpression(loop.while, 'condition');
    const head = writtenLine('REPEAT', condition === null ? null : `WHILE ${condition}`);
    return { ...head, block: [...writeAttributes(loop, loopAttributes)] };
  }
  const collection = loop.collection === undefined ? null : collectionText(loop.collection);
  const head = writtenLine(
    'FOR EACH',
    loop.item === undefined ? null : writtenId(loop.item),
    collection === null ? null : `IN ${collection}`,
  );
  const behavior = (loop.behavior_events ?? []).map(({ when, condition, throws }) => {
    const event = writeEvent(throws, throwAttributes, false);
    const conditions =
      condition === undefined ? [] : [writeExpressionLine('condition:', condition, 'condition')];
    return { head: `BEHAVIOR ${when} ${event.text}`, block: [...conditions, ...event.details] };
  });
  return { ...head, block: [...writeAttributes(loop, multiInstanceAttributes), ...behavior] };
}

/** A text without marks names a variable. */
function collectionText(
  collection: NonNullable<Extract<Loop, { kind: 'multi_instance' }>['collection']>,
): string | null {
  const isName = typeof collection === 'object' && 'literal' in collection;
  return writeExpression(
    canonicalExpression(isName ? collection.literal : collection, 'condition'),
    'condition',
  );
}
