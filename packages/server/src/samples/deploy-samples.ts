import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { principalOf } from '../access/principal.ts';
import { deployProcess } from '../processes/deploy-process.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Database } from '../store/database.ts';
import { hasDefinitions } from '../store/definitions.ts';
import { read } from '../store/read.ts';

const deployer = principalOf(
  { tenantId: 'default', userId: 'wbpm', roles: ['admin'], groups: [], permissions: [] },
  'dev',
);

/** Deploys the sample processes into the tenant `default`, unless something was ever deployed there. */
export async function deploySamples(database: Database, runtime: Runtime): Promise<void> {
  const { tenantId } = deployer;
  if (await read(database, tenantId, (transaction) => hasDefinitions(transaction, tenantId))) return;
  const folder = fileURLToPath(new URL(samplesFolder(), import.meta.url));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.bpmn')).sort();
  for (const name of names) {
    const definition = await readFile(`${folder}/${name}`, 'utf8');
    await deployProcess(
      { database, runtime, principal: deployer },
      { kind: 'text', definition: { definition, format: 'bpmn_xml' } },
    );
  }
}

/** Beside this module in the sources; the build copies them beside the bundle. */
function samplesFolder(): string {
  return import.meta.url.endsWith('.ts') ? './processes' : './samples';
}
