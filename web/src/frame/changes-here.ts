import type { Client } from '@urql/core';
import { useCallback, useEffect } from 'react';
import { ChangesHereDocument, type ChangesOfInput } from '../../generated/graphql';
import { asOfArgument, type AskedMoment, type Moment } from '../data/as-of';
import { useClient } from '../data/client-context';
import { useRead, type Read } from '../data/read';
import { makeStore, useStore } from '../data/store';
import { useAsked } from '../data/use-asked';
import type { ChangesHereQuery } from '../../generated/graphql';
import { useSession } from '../session/session';
import { useGoTo } from './moment';

/** Whose changes `[` and `]` step through; null: of all that the person may see. */
const scope = makeStore<ChangesOfInput | null>(null);

/** Says whose changes a page is about, while it is open: those of one episode, for instance. */
export function useChangesOf(of: ChangesOfInput | null): void {
  const text = JSON.stringify(of);
  useEffect(() => {
    // What was an input before.
    scope.set(JSON.parse(text) as ChangesOfInput | null);
    return () => scope.set(null);
  }, [text]);
}

/** The changes next to the past moment that is looked at; asks nothing while that is now. */
export function useChangesHere(): Read<ChangesHereQuery> {
  const asked = useAsked();
  const of = useStore(scope);
  const { may } = useSession();
  const pause = asked === null || !may('READ_EPISODES');
  return useRead(ChangesHereDocument, variables(asked, of), { pause });
}

/** Steps to the change before or after the moment; does nothing where there is none. */
export function useStepping(): (step: 'previous' | 'next') => void {
  const client = useClient();
  const asked = useAsked();
  const of = useStore(scope);
  const { may } = useSession();
  const goTo = useGoTo();
  const mayStep = may('READ_EPISODES');
  return useCallback(
    (step) => {
      if (!mayStep) return;
      void changeNextTo(client, variables(asked, of), step).then((moment) => {
        if (moment) goTo({ kind: 'exactly', moment });
      });
    },
    [client, asked, of, mayStep, goTo],
  );
}

function variables(asked: AskedMoment | null, of: ChangesOfInput | null) {
  return { around: asked ? asOfArgument(asked) : null, of };
}

async function changeNextTo(
  client: Client,
  given: ReturnType<typeof variables>,
  step: 'previous' | 'next',
): Promise<Moment | null> {
  const requestPolicy = given.around ? 'cache-first' : 'network-only';
  const { data } = await client.query(ChangesHereDocument, given, { requestPolicy }).toPromise();
  return data?.changes[step]?.asOf ?? null;
}
