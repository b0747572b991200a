import { Autocomplete, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { client } from '../../api/client.ts';
import { failureOf } from '../../api/errors.ts';
import { useMay } from '../../api/me.ts';
import { usePeopleChange } from '../../api/people-changes.ts';
import { usersQuery } from '../../api/people-queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { InitialsDisc } from '../../ui/initials-disc.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import stack from '../../ui/stack.module.css';
import classes from './group-members.module.css';
import { ListMore } from './list-more.tsx';

/** Who is in a group; added and taken out one by one, at once. */
export function GroupMembers({ groupId }: { readonly groupId: string }) {
  const may = useMay();
  const pages = useInfiniteQuery(usersQuery({ group: groupId }));
  const change = usePeopleChange(({ userId, isMember }: { userId: string; isMember: boolean }) =>
    isMember ? client.people.addMember(groupId, userId) : client.people.removeMember(groupId, userId),
  );
  return (
    <section aria-labelledby="members" className={stack.stack}>
      <h3 id="members" className={classes.heading}>
        Members
      </h3>
      {may('group_update') ? (
        <AddMember
          isAdding={change.isPending}
          onAdd={(userId, onAdded) => change.mutate({ userId, isMember: true }, { onSuccess: onAdded })}
        />
      ) : null}
      {change.isError ? (
        <Notice tone="danger">
          <strong>Not changed.</strong> {failureOf(change.error).message}
        </Notice>
      ) : null}
      <Loaded
        query={pages}
        what="The members could not be loaded"
        skeleton={<SkeletonRows rows={3} height={44} label="Loading members" />}
      >
        {(data) => {
          const users = data.pages.flatMap((page) => page.users);
          if (users.length === 0) return <p className={stack.quiet}>Nobody yet.</p>;
          return (
            <>
              <ul className={classes.members}>
                {users.map((user) => (
                  <li key={user.user_id} className={classes.member}>
                    <InitialsDisc name={user.name} />
                    <span className={classes.name}>
                      {user.name} <span className={stack.small}>{user.user_id}</span>
                    </span>
                    {may('group_update') ? (
                      <Button
                        variant="subtle"
                        disabled={change.isPending}
                        aria-label={`Remove ${user.name}`}
                        onClick={() => change.mutate({ userId: user.user_id, isMember: false })}
                      >
                        Remove
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
              <ListMore pages={pages} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

interface AddMemberProps {
  readonly isAdding: boolean;
  readonly onAdd: (userId: string, onAdded: () => void) => void;
}

/** Whoever is meant is found by a part of their id or name. */
function AddMember({ isAdding, onAdd }: AddMemberProps) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 200);
  const found = useInfiniteQuery({
    ...usersQuery(wanted === '' ? {} : { search: wanted }, 10),
    enabled: wanted !== '',
  });
  const ids = wanted === '' ? [] : (found.data?.pages.flatMap((page) => page.users) ?? []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && !isAdding) onAdd(text.trim(), () => setText(''));
  };
  return (
    <form className={classes.add} onSubmit={submit}>
      <Autocomplete
        className={classes.field}
        label="Add a member"
        placeholder="User id"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data={ids.map((user) => user.user_id)}
        // The server has filtered, by names too.
        filter={({ options }) => options}
        value={text}
        onChange={setText}
      />
      <Button type="submit" variant="default" loading={isAdding} disabled={text.trim() === ''}>
        Add
      </Button>
    </form>
  );
}
