import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Category, ClinicId, StaffId } from '../domain/ids';
import { instantOf } from '../domain/time';
import { staffIdOf } from '../engine/ids';
import { anyStream, type LoadedStream } from '../engine/streams';
import type { Authenticate, SignedIn } from '../platform/auth';
import { IssuerUnavailable, SignInRefused } from '../platform/auth';
import { Unavailable } from '../store/event-store';
import type { Engine } from './engine';
import { unauthenticated, type ApiError } from './errors';
import { clinicsOf, heldAt, streamsOf } from './held';
import type { Opened } from './opened';
import type { Person, Right } from './rights';
import { WISH, type Wish } from './wishes';

/** Who asks in a request. */
export interface Viewer extends Person {
  readonly signedIn: SignedIn;
  /** The staff id that issuer and subject stand for, registered or not. */
  readonly staffId: StaffId;
}

/** Who asks, by what this process has read of the staff stream: good for a first look. */
export interface KnownViewer extends Viewer {
  /**
   * The same with what other nodes recorded meanwhile; `also` are streams that are brought up to
   * date by the same query. Rights are judged on this.
   */
  fresh(also?: readonly LoadedStream<Category>[]): Promise<Viewer>;
}

/** What an operation was asked with: the person, and the right that the operation needs. */
export interface Caller {
  readonly viewer: KnownViewer;
  readonly right: Right;
}

/** What resolvers, guards and hooks share within one request. */
export interface RequestContext {
  readonly requestId: string;
  /** Null: no token was sent. Rejects with `ApiError` for a token that is not taken. */
  readonly known: () => Promise<KnownViewer | null>;
  /** The same, fresh; within a request asked once. */
  readonly viewer: () => Promise<Viewer | null>;
  /** Texts and people, opened for this request. */
  readonly opened: Opened;
}

/**
 * The part of a request's context that says who asks; nothing is looked up before it is needed,
 * and then once.
 */
export function viewerOf(
  authorization: string | undefined,
  authenticate: Authenticate,
  engine: Pick<Engine, 'streams' | 'clock'>,
): Pick<RequestContext, 'known' | 'viewer'> {
  let known: Promise<KnownViewer | null> | undefined;
  let viewer: Promise<Viewer | null> | undefined;
  const knownOnce = () => (known ??= knownViewer(authorization, authenticate, engine));
  const freshViewer = async () => (await knownOnce())?.fresh() ?? null;
  return { known: knownOnce, viewer: () => (viewer ??= freshViewer()) };
}

/** Who a token speaks of, as known here; null: there is none. */
export async function knownViewer(
  authorization: string | undefined,
  authenticate: Authenticate,
  { streams, clock }: Pick<Engine, 'streams' | 'clock'>,
): Promise<KnownViewer | null> {
  if (authorization === undefined) return null;
  const signedIn = await signIn(authorization, authenticate);
  const staffId = staffIdFor(signedIn);
  const loaded = await streams.load('staff', staffId);
  let staff = loaded.folded.state;
  let clinics = await clinicsOf(streams, staff);
  const person = (): Viewer => {
    const clinicOf = (id: ClinicId) => clinics.get(id)?.folded.state ?? null;
    return { signedIn, staffId, staff, ...heldAt(staff, clinicOf, instantOf(clock.now())) };
  };
  /** What is known of the person may have changed, and with it the clinics that are theirs. */
  const known = async (): Promise<void> => {
    if (loaded.folded.state === staff) return;
    staff = loaded.folded.state;
    clinics = await clinicsOf(streams, staff);
  };
  const fresh: KnownViewer['fresh'] = async (also = []) => {
    await known();
    await streams.refresh([anyStream(loaded), ...streamsOf(clinics), ...also]);
    await known();
    return person();
  };
  return { fresh, ...person() };
}

/** A token that was verified is the same object at each request. */
const staffIds = new WeakMap<SignedIn, StaffId>();

function staffIdFor(signedIn: SignedIn): StaffId {
  const known = staffIds.get(signedIn);
  if (known) return known;
  const id = staffIdOf(signedIn.issuer, signedIn.subject) as StaffId; // a UUID v5
  staffIds.set(signedIn, id);
  return id;
}

async function signIn(authorization: string, authenticate: Authenticate): Promise<SignedIn> {
  try {
    return await authenticate(authorization);
  } catch (error) {
    if (error instanceof SignInRefused) throw unauthenticated(error.message);
    if (!(error instanceof IssuerUnavailable)) throw error;
    throw new Unavailable(error.message, error.retryAfterMs, { cause: error });
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
    const viewer = await requestContext(context).known();
    if (!viewer) throw notSignedIn();
    return { viewer, right: wish };
  },
);

const reflector = new Reflector();

async function signedInViewer(context: ExecutionContext): Promise<Viewer> {
  const viewer = await requestContext(context).viewer();
  if (!viewer) throw notSignedIn();
  return viewer;
}

export function notSignedIn(): ApiError {
  return unauthenticated('Sign in: send a bearer token.');
}
