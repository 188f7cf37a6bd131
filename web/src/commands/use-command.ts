import type { CombinedError, TypedDocumentNode } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandOutcomeFragment } from '../../generated/graphql';
import { useClient } from '../data/client-context';
import { noteKnown } from '../data/known';
import { problemOf, type Problem } from '../data/problem';

type Of<N> = Extract<CommandOutcomeFragment, { readonly __typename: N }>;
export type Accepted = Of<'EpisodeAccepted'>;
export type Refusal = Of<'Refused'>;
export type Conflict = Of<'VersionConflict'>;

/** A mutation that answers `outcome`, as every document in commands.graphql does. */
export type CommandDocument<I, A extends AnyAccepted = Accepted> = TypedDocumentNode<
  { readonly outcome: A | Refusal | Conflict },
  { readonly input: I }
>;

/** What an accepted command says at least, of whatever it is. */
interface AnyAccepted {
  readonly __typename: 'EpisodeAccepted' | 'PatientAccepted';
  readonly position?: string | null;
}

/** A field of the input that the service does not take, by its path below the input. */
export interface BadField {
  readonly path: string;
  /** The field of the form that it is in: the first part of the path. */
  readonly name: string;
  readonly message: string;
}

/** How far a command is. */
export type CommandState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  /** Nobody knows yet whether it was recorded: the same command is sent again. */
  | { readonly kind: 'checking' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly fields: readonly BadField[] };

interface Command<I, A> {
  readonly state: CommandState;
  /** Sends it until its outcome is known; null when it was not accepted, or given up. */
  readonly send: (input: I) => Promise<A | null>;
  /** Back to writing. */
  readonly reset: () => void;
}

const CHECK_EVERY_MS = 2_000;
const IDLE: CommandState = { kind: 'idle' };

/**
 * Sends a command under an id of its own. Where no answer comes (the line broke, the service is
 * away) the same id is sent again until one does: the service answers it as the first time, so
 * that nothing is recorded twice and nothing is lost.
 */
export function useCommand<I extends object, A extends AnyAccepted = Accepted>(
  document: CommandDocument<I, A>,
): Command<I, A> {
  const client = useClient();
  const [state, setState] = useState<CommandState>(IDLE);
  const attempt = useRef(0);
  /** A command whose outcome nobody knows; sent again unchanged, it is still the same one. */
  const open = useRef<{ readonly text: string; readonly id: string } | null>(null);
  useEffect(
    () => () => {
      attempt.current += 1;
    },
    [],
  );
  const send = useCallback(
    async (input: I): Promise<A | null> => {
      attempt.current += 1;
      const own = attempt.current;
      const text = JSON.stringify(input);
      const id = open.current?.text === text ? open.current.id : crypto.randomUUID();
      const variables = { input: { ...input, commandId: id } };
      setState({ kind: 'sending' });
      for (;;) {
        const { data, error } = await client.mutation(document, variables).toPromise();
        if (attempt.current !== own) return null;
        if (data) {
          open.current = null;
          const accepted = acceptedOf<A>(data.outcome);
          noteKnown(accepted?.position);
          setState(stateOf(data.outcome));
          return accepted;
        }
        const failed = failure(error);
        if (!isUnknown(failed.problem)) {
          open.current = null;
          setState(failed);
          return null;
        }
        open.current = { text, id };
        setState({ kind: 'checking' });
        await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
        if (attempt.current !== own) return null;
      }
    },
    [client, document],
  );
  const reset = useCallback(() => {
    attempt.current += 1;
    setState(IDLE);
  }, []);
  return { state, send, reset };
}

function acceptedOf<A extends AnyAccepted>(outcome: A | Refusal | Conflict): A | null {
  const isNot = outcome.__typename === 'Refused' || outcome.__typename === 'VersionConflict';
  return isNot ? null : outcome; // what is left of the union
}

function stateOf(outcome: AnyAccepted | Refusal | Conflict): CommandState {
  switch (outcome.__typename) {
    case 'EpisodeAccepted':
    case 'PatientAccepted':
      return IDLE;
    case 'Refused':
      return { kind: 'refused', refusal: outcome };
    case 'VersionConflict':
      return { kind: 'conflict', conflict: outcome };
  }
}

function failure(error: CombinedError | undefined): Extract<CommandState, { kind: 'failed' }> {
  if (!error) {
    return {
      kind: 'failed',
      problem: { kind: 'OFFLINE', message: '', requestId: null },
      fields: [],
    };
  }
  return { kind: 'failed', problem: problemOf(error), fields: badFields(error) };
}

/** Whether the command may have been recorded all the same. */
function isUnknown({ kind }: Problem): boolean {
  return kind === 'OFFLINE' || kind === 'UNAVAILABLE';
}

function badFields({ graphQLErrors }: CombinedError): readonly BadField[] {
  const fields: unknown = graphQLErrors[0]?.extensions['fields'];
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    const { path, message } = each as { readonly path?: unknown; readonly message?: unknown };
    if (typeof path !== 'string' || typeof message !== 'string') return [];
    // What replaces an entry has the fields of the form that the entry was recorded with.
    const below = path.replace(/^input\./, '').replace(/^replacement\.\w+\./, '');
    return [{ path: below, name: below.split(/[.[]/)[0] ?? below, message }];
  });
}
