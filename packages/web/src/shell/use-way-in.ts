import { useQuery } from '@tanstack/react-query';
import { isAnonymous, methodsQuery, useMe } from '../api/me.ts';

/** Whether somebody who need not sign in could: as a user of the server, or at its identity provider. */
export function useWayIn(): boolean {
  const anonymous = isAnonymous(useMe());
  const { data } = useQuery({ ...methodsQuery(), enabled: anonymous });
  return anonymous && data !== undefined && (data.password || data.oidc_url !== null);
}
