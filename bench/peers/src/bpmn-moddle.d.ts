declare module 'bpmn-moddle' {
  import type { Definitions } from 'moddle-context-serializer';
  export default class BpmnModdle {
    fromXML(xml: string): Promise<Definitions>;
  }
}
