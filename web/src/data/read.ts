import type { AnyVariables, OperationResult, TypedDocumentNode } from '@urql/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { answered, momentOf } from './answered';
import { asOfArgument } from './as-of';
import { useClient } from './client-context';
import { declares } from './client';
import { useNews } from './news';
import { problemOf, type Problem } from './problem';
import { sameWhereEqual } from './same';
import { useAsked } from './use-asked';

/** Asked again after NOT_YET: the read models are on their way. */
const ASK_AGAIN_MS = 1_000;

/** An answer on its way, there, or missing; what was there stays while a newer one is awaited. */
export interface Read<D> {
  readonly data: D | undefined;
  /** What stood in the way of the last try; `data` may still be there from before. */
  readonly problem: Problem | null;
  /** Nothing to show yet. */
  readonly isLoading: boolean;
  /** What is shown is of another moment than the address says; the right one is on its way. */
  readonly isOfOther: boolean;
  /** When the data came, ms since 1970; null: there are none. */
  readonly cameAtMs: number | null;
  readonly refresh: () => void;
}

/** What is on the screen: of which question, and of which moment it was asked. */
interface Shown<D> {
  readonly question: string;
  readonly key: string;
  readonly data: D | undefined;
  readonly problem: Problem | null;
  readonly cameAtMs: number | null;
}

/**
 * Asks a query at the moment of the address, and again whenever more is known to have happened.
 * A document takes part by declaring `$asOf: AsOf` and `$atLeast: AtLeast`; both are filled here.
 * Another question (`given`) shows nothing of the answer before; another moment does, and says so
 * (`isOfOther`).
 */
export function useRead<D, V extends AnyVariables>(
  query: TypedDocumentNode<D, V>,
  given: Omit<V, 'asOf' | 'atLeast'>,
  { pause = false }: { readonly pause?: boolean } = {},
): Read<D> {
  const client = useClient();
  const asked = useAsked();
  const question = JSON.stringify(given);
  const asOf = asked !== null && declares(query, 'asOf') ? asOfArgument(asked) : null;
  const key = `${question} ${JSON.stringify(asOf)}`;
  const isFrozen = asOf?.exactly !== undefined;
  // The texts stand for their contents: `given` is made anew at each drawing.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const variables = useMemo(() => (asOf ? { ...given, asOf } : given) as V, [key]);
  const [shown, setShown] = useState<Shown<D>>(() => {
    const kept = client.readQuery<D, V>(query, variables)?.data;
    return { question, key, data: kept, problem: null, cameAtMs: kept ? Date.now() : null };
  });
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    if (pause) return undefined;
    let isOver = false;
    const requestPolicy = isFrozen ? 'cache-first' : 'network-only';
    void client
      .query(query, variables, { requestPolicy })
      .toPromise()
      .then((result) => {
        if (!isOver) setShown((before) => next(before, { question, key }, result));
      });
    return () => {
      isOver = true;
    };
  }, [client, query, variables, question, key, isFrozen, pause, round]);

  const isSame = shown.question === question;
  const data = isSame ? shown.data : undefined;
  const problem = isSame ? shown.problem : null;
  useNews(refresh, !pause && asOf === null);
  useAskAgain(refresh, problem);
  useEffect(() => {
    const moment = momentOf(data);
    if (moment) answered.set(moment);
  }, [data]);
  return {
    data,
    problem: problem?.kind === 'NOT_YET' ? null : problem,
    isLoading: data === undefined && (problem === null || problem.kind === 'NOT_YET'),
    isOfOther: data !== undefined && shown.key !== key,
    cameAtMs: isSame ? shown.cameAtMs : null,
    refresh,
  };
}

function next<D>(
  before: Shown<D>,
  { question, key }: Pick<Shown<D>, 'question' | 'key'>,
  { data, error }: Pick<OperationResult<D>, 'data' | 'error'>,
): Shown<D> {
  if (!error) {
    const shown = sameWhereEqual(before.data, data);
    return { question, key, data: shown, problem: null, cameAtMs: Date.now() };
  }
  const problem = problemOf(error);
  if (before.key !== key) return { question, key, data: undefined, problem, cameAtMs: null };
  return { ...before, problem };
}

function useAskAgain(refresh: () => void, problem: Problem | null): void {
  useEffect(() => {
    if (problem?.kind !== 'NOT_YET') return undefined;
    const timer = setTimeout(refresh, ASK_AGAIN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [refresh, problem]);
}
