import type { CombinedError } from '@urql/core';

const KINDS = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_YET',
  'UNAVAILABLE',
  'TOO_COSTLY',
  'INTERNAL',
] as const;

/** What stands in the way of an answer: a code of the service, or nothing came back at all. */
export type ProblemKind = (typeof KINDS)[number] | 'OFFLINE';

export interface Problem {
  readonly kind: ProblemKind;
  /** In the service's words. */
  readonly message: string;
  /** To find the request in the service's log; null: the service did not say. */
  readonly requestId: string | null;
}

/** The first of what went wrong. */
export function problemOf(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  if (!first) {
    return { kind: 'OFFLINE', message: error.networkError?.message ?? '', requestId: null };
  }
  const code = first.extensions['code'];
  const requestId = first.extensions['requestId'];
  return {
    kind: KINDS.find((kind) => kind === code) ?? 'INTERNAL',
    message: first.message,
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}
