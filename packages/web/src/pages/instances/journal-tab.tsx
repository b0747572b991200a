import type { JournalEvent } from '@wbpm/contract';
import { JsonValueView } from '../../components/json-value-view.tsx';
import table from '../../ui/table.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { elementTypeWords } from '../../words/element-types.ts';
import { journalData } from './journal-data.ts';

/** Every fact about the instance, newest first: what happened last is what one looks for. */
export function JournalTab({ events }: { readonly events: readonly JournalEvent[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col" className={table.number}>
            No.
          </th>
          <th scope="col">What</th>
          <th scope="col">Element</th>
          <th scope="col">By</th>
          <th scope="col">When</th>
          <th scope="col">Data</th>
        </tr>
      </thead>
      <tbody>
        {events.toReversed().map((event) => (
          <tr key={event.seq}>
            <td className={`${table.quiet} ${table.number}`}>{event.seq}</td>
            <td>{elementTypeWords(event.type)}</td>
            <td className={table.quiet}>{event.element_id}</td>
            <td className={table.quiet}>{event.actor}</td>
            <td className={table.quiet}>
              <TimeAgo at={event.at} />
            </td>
            <td className={table.wrap}>
              <EventData event={event} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EventData({ event }: { readonly event: JournalEvent }) {
  const data = journalData(event.data);
  return Object.keys(data).length === 0 ? null : <JsonValueView value={data} />;
}
