import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { isUuid, type StaffId } from '../domain/ids';
import { instantOf, type LocalDate } from '../domain/time';
import { staffIdOf } from '../engine/ids';
import { anyStream } from '../engine/streams';
import type { Authenticate, SignedIn } from '../platform/auth';
import { SignInRefused } from '../platform/auth';
import type { Engine } from './engine';
import { unauthenticated } from './errors';
import type { Person, Right } from './rights';
import { WISH, type Wish } from './wishes';

/** Who asks in a request: rights are read from the staff stream once in each. */
export interface Viewer extends Person {
  readonly signedIn: SignedIn;
  /** The staff id that issuer and subject stand for, registered or not. */
  readonly staffId: StaffId;
}

/** What an operation was asked with: the person, and the right that the operation needs. */
export interface Caller {
  readonly viewer: Viewer;
  readonly right: Right;
}

/** What resolvers, guards and hooks share within one request. */
export interface RequestContext {
  readonly requestId: string;
  /** Null: no token was sent. Rejects with `ApiError` for a token that is not taken. */
  readonly viewer: () => Promise<Viewer | null>;
}

/**
 * The part of a request's context that says who asks; nothing is looked up before it is needed,
 * and then once.
 */
export function viewerOf(
  authorization: string | undefined,
  authenticate: Authenticate,
  engine: Pick<Engine, 'streams' | 'clock'>,
): () => Promise<Viewer | null> {
  let viewer: Promise<Viewer | null> | undefined;
  return () => (viewer ??= readViewer(authorization, authenticate, engine));
}

async function readViewer(
  authorization: string | undefined,
  authenticate: Authenticate,
  engine: Pick<Engine, 'streams' | 'clock'>,
): Promise<Viewer | null> {
  if (authorization === undefined) return null;
  const signedIn = await signIn(authorization, authenticate);
  const id = staffIdOf(signedIn.issuer, signedIn.subject);
  if (!isUuid(id)) throw new Error('a staff id is a UUID');
  const loaded = await engine.streams.load('staff', id);
  // Another node may have withdrawn a role meanwhile; the heads asked at one moment are one query.
  await engine.streams.refresh([anyStream(loaded)]);
  // The day of an instant in UTC is the beginning of its text.
  const today = instantOf(engine.clock.now()).slice(0, 10) as LocalDate;
  // A UUID v5, checked above.
  return { signedIn, staffId: id as StaffId, staff: loaded.folded.state, today };
}

async function signIn(authorization: string, authenticate: Authenticate): Promise<SignedIn> {
  try {
    return await authenticate(authorization);
  } catch (error) {
    if (error instanceof SignInRefused) throw unauthenticated(error.message);
    throw error;
  }
}

/** The context of a GraphQL request, as the HTTP side made it. */
export function requestContext(context: ExecutionContext): RequestContext {
  return GqlExecutionContext.create(context).getContext<RequestContext>();
}

/** The person who asks, as argument of a resolver method behind the guard. */
export const Viewing = createParamDecorator(
  async (_data: unknown, context: ExecutionContext): Promise<Viewer> => signedInViewer(context),
);

/** The person and the right that the method declared. */
export const Calling = createParamDecorator(
  async (_data: unknown, context: ExecutionContext): Promise<Caller> => {
    const wish = reflector.get<Wish | undefined>(WISH, context.getHandler());
    if (wish === undefined || wish === 'SIGNED_IN') throw new Error('the method declares no right');
    return { viewer: await signedInViewer(context), right: wish };
  },
);

const reflector = new Reflector();

async function signedInViewer(context: ExecutionContext): Promise<Viewer> {
  const viewer = await requestContext(context).viewer();
  if (!viewer) throw unauthenticated('Sign in: send a bearer token.');
  return viewer;
}
