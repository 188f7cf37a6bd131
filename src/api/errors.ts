import { GraphQLError } from 'graphql';
import type { Right } from './rights';

/** Every code that an error of this API may carry (`extensions.code`). */
export const ERROR_CODES = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_YET',
  'UNAVAILABLE',
  'TOO_COSTLY',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A field of an input that is not acceptable: where, which rule, and what would be right. */
export interface FieldProblem {
  /** E.g. `input.observations.0.score`. */
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** An error that a client may see as it is. Refusals of the domain are answers, not errors. */
export class ApiError extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, { extensions: { code, ...facts } });
  }
}

export function badInput(fields: readonly FieldProblem[]): ApiError {
  const [first] = fields;
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
  const message = first ? `${first.path}: ${first.message}${more}` : 'The input is not acceptable.';
  return new ApiError('BAD_USER_INPUT', message, { fields });
}

export function unauthenticated(message: string): ApiError {
  return new ApiError('UNAUTHENTICATED', message);
}

export function forbidden(right: Right): ApiError {
  return new ApiError('FORBIDDEN', `This needs the right ${right}.`, { right });
}

/** The same for what does not exist and for what the person may not see. */
export function notFound(kind: string, id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no ${kind} ${id}.`, { id });
}

/** The same for a version that is not there and for one of a stream hidden from the person. */
export function notRecorded(of: { readonly stream: string; readonly version: number }): ApiError {
  const { stream, version } = of;
  const message = `Version ${version} of ${stream} is not recorded.`;
  return new ApiError('NOT_YET', message, { stream, version });
}

export function tooCostly(message: string, facts: Readonly<Record<string, unknown>>): ApiError {
  return new ApiError('TOO_COSTLY', message, facts);
}
