/** The parts of the untyped BPMN libraries this package uses, as their sources define them. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    readonly $type: string;
    readonly $parent?: ModdleElement;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
    $instanceOf(type: string): boolean;
  }

  export interface ModdleWarning {
    readonly message: string;
    /** Set on unresolved references and unknown attributes only. */
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: string;
  }

  export interface ReadModel {
    readonly rootElement: ModdleElement;
    readonly warnings: readonly ModdleWarning[];
    readonly elementsById: Readonly<Record<string, ModdleElement>>;
  }

  export class BpmnModdle {
    constructor(packages: Readonly<Record<string, unknown>>);
    create(type: string, properties: Readonly<Record<string, unknown>>): ModdleElement;
    fromXML(xml: string): Promise<ReadModel>;
    toXML(element: ModdleElement, options: { format: boolean }): Promise<{ xml: string }>;
  }
}

declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>;
}
