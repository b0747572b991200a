import { writeFileSync } from 'node:fs';
import { readCases } from './read-cases.ts';
import { supportPage } from './support-page.ts';

writeFileSync(new URL('../../docs/bpmn-support.md', import.meta.url), supportPage(readCases()));
