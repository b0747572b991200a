import type { ExportFormat } from '@wbpm/contract';
import { writeText } from '@wbpm/notation';
import type { UseCase } from '../use-case.ts';
import { readProcessXml } from './read-process.ts';

/** A deployed process in one of the forms processes are written in. */
export async function exportProcess(useCase: UseCase, id: string, format: ExportFormat): Promise<string> {
  return writeText(await readProcessXml(useCase, id), format);
}
