import {
  GraphQLError,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { v7 as uuidV7 } from 'uuid';
import { errorCode } from '../platform/startup-error';
import { Unavailable } from '../store/event-store';
import { WrongMasterKey } from '../store/master-key';
import { ApiError, ERROR_CODES, type ErrorCode } from './errors';

/** An HTTP status of a request that was not executed; an executed one is 200. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  NOT_YET: 409,
  TOO_COSTLY: 400,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};
const RETRY_AFTER_MS = 1_000;

export interface AnswerOptions {
  readonly requestId: string;
  /** The older media type: what GraphQL says of a request is no matter of HTTP. */
  readonly plainJson: boolean;
  /** Writes down an error that is nobody's to see. */
  readonly report: (error: unknown) => void;
}

export interface ErrorAnswer {
  readonly statusCode: number;
  /** `data` is absent where the request was not executed (GraphQL over HTTP). */
  readonly response: FormattedExecutionResult;
  readonly retryAfterMs: number | null;
}

/**
 * What a client is told of errors: those of this API as they are; of anything else a request id
 * and nothing more. Never a stack trace, never SQL.
 */
export function errorAnswer(
  execution: Pick<ExecutionResult, 'data' | 'errors'>,
  options: AnswerOptions,
): ErrorAnswer {
  const errors = (execution.errors ?? []).flatMap(unwrapped);
  const shown = errors.map((error) => formatted(error, options));
  const inField = errors.some(({ path }) => path !== undefined);
  const executed = inField || (execution.data !== undefined && execution.data !== null);
  const unavailable = shown.find(({ extensions }) => codeOf(extensions) === 'UNAVAILABLE');
  const retryAfterMs = unavailable?.extensions?.['retryAfterMs'];
  return {
    statusCode: executed ? 200 : statusOf(errors[0], shown[0], options.plainJson),
    response: executed ? { data: execution.data ?? null, errors: shown } : { errors: shown },
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
  };
}

/** One error as a client may be told it, where Mercurius would send it as it is: on a socket. */
export function toldAsIs(error: unknown, report: AnswerOptions['report']): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  const whole =
    error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError });
  const options = { requestId: uuidV7(), plainJson: false, report };
  const { message, extensions } = formatted(whole, options);
  return new GraphQLError(message, { extensions });
}

/** The HTTP status of a request that was not executed. */
function statusOf(
  error: GraphQLError | undefined,
  shown: GraphQLFormattedError | undefined,
  plainJson: boolean,
): number {
  const ofServer = httpStatus(error?.originalError ?? error);
  if (ofServer !== null) return ofServer;
  const status = STATUS[codeOf(shown?.extensions)];
  return plainJson && status === 400 ? 200 : status;
}

/** Validation errors come packed into one. */
function unwrapped(error: GraphQLError): GraphQLError[] {
  const { originalError } = error;
  if (originalError && 'errors' in originalError && Array.isArray(originalError.errors)) {
    return originalError.errors.map(ofRequest);
  }
  return [error];
}

/**
 * What was packed is about the document or its variables, whatever threw it (a scalar, say); of a
 * variable the field is named as it is for other rules.
 */
function ofRequest(error: unknown): GraphQLError {
  const message = error instanceof Error ? error.message : 'The request is not acceptable.';
  const locations = error instanceof GraphQLError ? error.locations : undefined;
  // As graphql-js words it: Variable "$input" got invalid value … at "input.due"; …
  const path = /^Variable "\$(\w+)" got invalid value .*? at "([^"]+)"; /s.exec(message)?.[2];
  const fields = path === undefined ? {} : { fields: [{ path, rule: 'type', message }] };
  const told = new ApiError('BAD_USER_INPUT', message, fields);
  return locations ? Object.assign(told, { locations }) : told;
}

function formatted(
  error: GraphQLError,
  { requestId, report }: AnswerOptions,
): GraphQLFormattedError {
  const { locations, path } = error;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const told = toldError(error);
  if (told) return { message: told.message, ...place, extensions: { ...told.extensions } };
  report(error.originalError ?? error);
  const message = 'Something went wrong inside. Quote the request id when you report it.';
  return { message, ...place, extensions: { code: 'INTERNAL', requestId } };
}

/** The error as a client may see it; null for one that is not theirs to see. */
function toldError(error: GraphQLError): GraphQLError | null {
  const cause = error.originalError ?? error;
  if (cause instanceof ApiError) return cause;
  if (cause instanceof Unavailable) return unavailable(cause.retryAfterMs);
  if (cause instanceof WrongMasterKey) return otherMasterKey();
  if (isAway(cause)) return unavailable(RETRY_AFTER_MS);
  // graphql-js: syntax, validation, variables. A thrown error would have a cause of its own.
  if (error.originalError === undefined) return new ApiError('BAD_USER_INPUT', error.message);
  return ofHttp(cause);
}

function unavailable(retryAfterMs: number): ApiError {
  const message = 'The service cannot answer right now. Send the same request again.';
  return new ApiError('UNAVAILABLE', message, { retryAfterMs });
}

/** Nothing is wrong with the request: the operator has to give this process the key in force. */
function otherMasterKey(): ApiError {
  const message =
    'The master key was exchanged, and this process was not given the new one yet. Send the ' +
    'same request again, or to another process.';
  return new ApiError('UNAVAILABLE', message, { retryAfterMs: RETRY_AFTER_MS });
}

/** Errors of the HTTP layer that say what is wrong with the request. */
function ofHttp(error: Error): GraphQLError | null {
  return httpStatus(error) === null ? null : new ApiError('BAD_USER_INPUT', error.message);
}

/** A 4xx that the HTTP layer put on an error (body too large, unknown content type). */
function httpStatus(error: Error | undefined): number | null {
  if (error === undefined || !('statusCode' in error)) return null;
  const { statusCode } = error;
  const isClients = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isClients ? statusCode : null;
}

/**
 * The database is away: a system error of the connection, or SQLSTATE class 08 (connection),
 * 53 (resources), 57P (operator intervention); PostgreSQL's Appendix A.
 */
function isAway(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) {
    return /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|08...|53...|57P0.)$/.test(code);
  }
  return error instanceof Error && /^(Connection terminated|timeout exceeded)/.test(error.message);
}

function codeOf(extensions: GraphQLFormattedError['extensions']): ErrorCode {
  const code = extensions?.['code'];
  return ERROR_CODES.find((known) => known === code) ?? 'INTERNAL';
}
