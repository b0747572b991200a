export {
  type Compilation,
  compileBpmn,
  compileDsl,
  compileFile,
  compileJson,
  compileJsonText,
  compileYaml,
} from './compile-definition.ts';
export { compileText } from './compile-text.ts';
export { type Detection, detectFormat, type Format, formats } from './detect-format.ts';
export { colouredVersions } from './diff/coloured-bpmn.ts';
export { type BpmnDiff, diffBpmn } from './diff/diff-bpmn.ts';
export { type DiffMark, type DiffMarks, diffMarks } from './diff/diff-marks.ts';
export { diffText } from './diff/diff-text.ts';
export {
  type ElementChange,
  type ElementMove,
  type ElementRename,
  type ElementSummary,
  isEmptyDiff,
  isSameModel,
  type LayoutChange,
  type ModelDiff,
  type PropertyChange,
} from './diff/model-diff.ts';
export { compileDmn, type DmnCompilation } from './dmn/compile-dmn.ts';
export type { ProcessDocument, ProcessFile } from './document/process-document.ts';
export { type ReadDocument, readBpmnDocument } from './document/read-bpmn-document.ts';
export { documentOfModel } from './document/read-model.ts';
export { semanticText } from './document/semantic-hash.ts';
export { type WrittenBpmn, writeBpmn } from './document/write-bpmn.ts';
export {
  completeDsl,
  type DslCompletion,
  type DslDiagnostic,
  type DslHover,
  diagnoseDsl,
  hoverDsl,
} from './dsl/editor.ts';
export { formatDsl } from './dsl/format-dsl.ts';
export { type DslToken, highlightDsl } from './dsl/highlight.ts';
export { type ReadDsl, readDsl } from './dsl/read-dsl.ts';
export { writeDsl } from './dsl/write-dsl.ts';
export type { Finding } from './finding.ts';
export { type FormattedText, formatText } from './format-text.ts';
export { type ReadJson, readJson } from './json/read-json.ts';
export { writeJson } from './json/write-json.ts';
export { type BpmnMerge, mergeBpmn } from './merge/merge-bpmn.ts';
export type { MergeConflict, MergeNote } from './merge/model-merge.ts';
export { type CanonicalBpmn, canonicalBpmn } from './records/canonical-bpmn.ts';
export { emptyBpmn } from './records/empty-bpmn.ts';
export { documentValue, type WrittenForm, writeText, writtenForms } from './write-text.ts';
export { parseJsonText } from './yaml/parse-json-text.ts';
export { parseYaml } from './yaml/parse-yaml.ts';
export type { ParsedText } from './yaml/text-places.ts';
export { writeYaml } from './yaml/write-yaml.ts';
