/** The parts of the untyped DMN library this package uses, as its sources define them. */
declare module 'dmn-moddle' {
  import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';

  /** What a package of element types says of itself. */
  export interface MetaModel {
    readonly types: readonly { readonly name: string; readonly properties?: readonly object[] }[];
  }

  export class DmnModdle {
    constructor(packages: Readonly<Record<string, unknown>>);
    getPackage(prefix: string): MetaModel;
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: readonly ModdleWarning[] }>;
  }
}
