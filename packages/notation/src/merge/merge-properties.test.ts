import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffBpmn } from '../diff/diff-bpmn.ts';
import { isEmptyDiff } from '../diff/model-diff.ts';
import { readBpmn } from '../read-bpmn.ts';
import { canonicalBpmn } from '../records/canonical-bpmn.ts';
import { createNamespaces } from '../records/namespaces.ts';
import { readRecords } from '../records/read-records.ts';
import { writeRecords } from '../records/write-records.ts';
import {
  applyAll,
  type Edit,
  randomDocument,
  randomEdit,
  touchSame,
  xmlOf,
} from '../testing/random-documents.ts';
import { mergeBpmn } from './merge-bpmn.ts';
import { mergeRecords } from './merge-records.ts';

/** The merge without asking whether its result opens, which takes most of the time. */
function mergedRecords(base: string, ours: string, theirs: string) {
  const names = createNamespaces();
  const read = (xml: string) => {
    const records = readRecords(xml, names);
    if (records.kind === 'refused') throw new Error(records.findings.map((one) => one.message).join('\n'));
    return records.document;
  };
  const merge = mergeRecords({ base: read(base), ours: read(ours), theirs: read(theirs) });
  return { conflicts: merge.conflicts, notes: merge.notes, bpmnXml: writeRecords(merge.document) };
}

async function merged(base: string, ours: string, theirs: string) {
  const merge = await mergeBpmn(base, ours, theirs);
  if (merge.kind === 'refused') throw new Error(merge.findings.map(({ message }) => message).join('\n'));
  return merge;
}

function isSame(a: string, b: string): boolean {
  const compared = diffBpmn(a, b);
  return compared.kind === 'compared' && isEmptyDiff(compared.diff);
}

const editedTwice = randomDocument.chain((document) =>
  fc.record({
    document: fc.constant(document),
    ours: fc.array(randomEdit(document, 'o'), { maxLength: 5 }),
    theirs: fc.array(randomEdit(document, 't'), { maxLength: 5 }),
  }),
);

describe('merging random edits', () => {
  it('equals making both, one after the other, where they touch different properties', () => {
    fc.assert(
      fc.property(editedTwice, ({ document, ours, theirs }) => {
        const apart = theirs.filter((their: Edit) => !ours.some((our) => touchSame(our, their)));
        const merge = mergedRecords(
          xmlOf(document),
          xmlOf(applyAll(document, ours)),
          xmlOf(applyAll(document, apart)),
        );
        expect(merge.conflicts).toEqual([]);
        expect(isSame(merge.bpmnXml, xmlOf(applyAll(document, [...ours, ...apart])))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('takes what one side alone changed as it is, byte for byte', () => {
    fc.assert(
      fc.property(editedTwice, ({ document, ours }) => {
        const [base, edited] = [xmlOf(document), xmlOf(applyAll(document, ours))];
        const written = canonicalBpmn(edited);
        const expected = { conflicts: [], notes: [], bpmnXml: written.kind === 'written' && written.bpmnXml };
        expect(mergedRecords(base, edited, base)).toMatchObject(expected);
        expect(mergedRecords(base, base, edited)).toMatchObject(expected);
        expect(mergedRecords(base, edited, edited)).toMatchObject(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('always ends in a document that opens, and says the same whoever looks again', async () => {
    await fc.assert(
      fc.asyncProperty(editedTwice, async ({ document, ours, theirs }) => {
        const [base, our, their] = [
          xmlOf(document),
          xmlOf(applyAll(document, ours)),
          xmlOf(applyAll(document, theirs)),
        ];
        const merge = await merged(base, our, their);
        expect(merge.conflicts.map(({ kind }) => kind)).not.toContain('not-together');
        expect(await merged(base, our, their)).toEqual(merge);
        expect(await merged(merge.bpmnXml, merge.bpmnXml, merge.bpmnXml)).toMatchObject({ conflicts: [] });
      }),
      { numRuns: 30 },
    );
  });

  it('never throws, and never breaks what was whole, however damaged theirs is', async () => {
    const damaged = editedTwice.chain(({ document, theirs }) => {
      const [base, their] = [xmlOf(document), xmlOf(applyAll(document, theirs))];
      const name = fc.constantFrom(
        'n0',
        'n1',
        'f0',
        'f1',
        'l1',
        'p',
        'ls',
        'process',
        'task',
        'laneSet',
        'lane',
      );
      const swapped = fc.tuple(name, name).map(([one, other]) => their.replaceAll(one, other));
      const cut = fc
        .tuple(fc.nat(their.length), fc.nat(60))
        .map(([at, length]) => their.slice(0, at) + their.slice(at + length));
      return fc.tuple(fc.constant(base), fc.oneof(swapped, cut));
    });
    await fc.assert(
      fc.asyncProperty(damaged, async ([base, their]) => {
        const merge = await mergeBpmn(base, base, their);
        const known = (await Promise.all([base, their].map(errorsOf))).flat();
        const found = merge.kind === 'merged' ? await errorsOf(merge.bpmnXml) : [];
        expect(found.filter((message) => !known.includes(message))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

async function errorsOf(xml: string): Promise<readonly string[]> {
  const { findings } = await readBpmn(xml);
  return findings.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
}
