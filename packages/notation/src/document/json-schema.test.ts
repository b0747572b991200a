import { expect, it } from 'vitest';
import { z } from 'zod';
import { activitySchema, dataSchema, flowSchema } from './activity.ts';
import { carriedSchema, jobSchema, messageSchema, throwSchema, timerSchema, triggerSchema } from './event.ts';
import { expressionTextSchema, mappingsSchema } from './expression-text.ts';
import { formSchema } from './form.ts';
import { loopSchema } from './loop.ts';
import { laneSchema, processFileSchema, processSchema } from './process-document.ts';

const names = z
  .registry<{ id: string }>()
  .add(processSchema, { id: 'process' })
  .add(processFileSchema, { id: 'file' })
  .add(activitySchema, { id: 'activity' })
  .add(laneSchema, { id: 'lane' })
  .add(flowSchema, { id: 'flow' })
  .add(dataSchema, { id: 'data' })
  .add(loopSchema, { id: 'loop' })
  .add(formSchema, { id: 'form' })
  .add(triggerSchema, { id: 'trigger' })
  .add(throwSchema, { id: 'throw' })
  .add(timerSchema, { id: 'timer' })
  .add(messageSchema, { id: 'message' })
  .add(jobSchema, { id: 'job' })
  .add(carriedSchema, { id: 'carried' })
  .add(mappingsSchema, { id: 'mappings' })
  .add(expressionTextSchema, { id: 'expression' });

it('docs/process.schema.json is the schema of the code', async () => {
  const schema = z.toJSONSchema(z.union([processSchema, processFileSchema]), {
    target: 'draft-2020-12',
    metadata: names,
  });
  const published = {
    $id: 'https://apg.dev/schema/process.schema.json',
    title: 'A process, or a file of several',
    ...schema,
  };
  await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot(
    '../../../../docs/process.schema.json',
  );
});
