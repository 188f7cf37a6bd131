import {
  cacheExchange,
  Client,
  fetchExchange,
  makeOperation,
  mapExchange,
  type AnyVariables,
} from '@urql/core';
import { Kind, type DocumentNode } from 'graphql';
import type { Tokens } from '../session/tokens';
import { known } from './known';

const URL = '/graphql';

/** A client of the service for one person; another person gets another, with nothing kept. */
export function makeClient(tokens: Tokens): Client {
  return new Client({
    url: URL,
    preferGetMethod: false,
    fetch: fetchWith(tokens),
    exchanges: [cacheExchange, readYourWrites, fetchExchange],
  });
}

/** Fetches as the person of the tokens; the token may have to be renewed first. */
export function fetchWith(tokens: Tokens): typeof fetch {
  return async (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${await tokens.fresh()}`);
    return fetch(url, { ...init, headers });
  };
}

/** Behind the cache, so that the same question stays the same entry of it. */
const readYourWrites = mapExchange({
  onOperation(operation) {
    const position = known.get();
    if (operation.kind !== 'query' || position === null) return operation;
    if (!declares(operation.query, 'atLeast') || isPast(operation.variables)) return operation;
    const variables = { ...operation.variables, atLeast: { position } };
    return makeOperation(operation.kind, { ...operation, variables });
  },
});

function isPast(variables: AnyVariables): boolean {
  return variables !== undefined && 'asOf' in variables && Boolean(variables['asOf']);
}

/** Whether the operation of a document has a variable of that name. */
export function declares(document: DocumentNode, name: string): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.variableDefinitions?.some(({ variable }) => variable.name.value === name),
  );
}
