import { useQuery } from '@tanstack/react-query';
import type { TaskDetail } from '@wbpm/contract';
import { instanceViewQuery } from '../../api/queries.ts';
import { JsonValueView } from '../../components/json-value-view.tsx';
import { Diagram } from '../../diagram/diagram.tsx';
import { instanceMarks } from '../../diagram/instance-marks.ts';
import { noMarks } from '../../diagram/marks.ts';
import { Facts } from '../../ui/facts.tsx';
import classes from './task-context.module.css';
import { fieldsOf } from './task-input.ts';

/** Why the task exists: where in the process it is, and the data it was given. */
export function TaskContext({ task }: { readonly task: TaskDetail }) {
  const view = useQuery(instanceViewQuery(task.instance_id));
  const inForm = new Set(fieldsOf(task).map((field) => field.id));
  const rest = Object.entries(task.variables).filter(([name]) => !inForm.has(name));
  const hasForm = inForm.size > 0;
  return (
    <aside className={classes.context} aria-label="Context">
      <section>
        <h3 className={classes.title}>You are here</h3>
        <div className={classes.diagram}>
          <Diagram
            definitionId={task.definition_id}
            label={`Diagram of ${task.process_name}, at ${task.name}`}
            marks={view.data === undefined ? noMarks : instanceMarks(view.data)}
            height={200}
            compact
          />
        </div>
      </section>
      {hasForm && rest.length > 0 ? (
        <section>
          <h3 className={classes.title}>Variables</h3>
          <Facts
            facts={rest.map(([name, value]) => ({ term: name, value: <JsonValueView value={value} /> }))}
          />
        </section>
      ) : null}
    </aside>
  );
}
