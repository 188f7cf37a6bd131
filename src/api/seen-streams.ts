import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Header } from '../domain/envelope';
import type { StaffId } from '../domain/ids';
import { anyStream } from '../engine/streams';
import type { AtLeastInput, StreamVersionInput } from './as-of';
import type { Engine } from './engine';
import { notRecorded } from './errors';
import { actingOn, type Person, type Right, type Target } from './rights';
import type { KnownViewer } from './viewer';

type Hidden = 'episode' | 'patient' | 'staff';
const STREAM =
  /^(episode|patient|staff)-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
/** Rights of which one on it is enough: named, so that a new right opens nothing by itself. */
const OF_PATIENTS: readonly Right[] = [
  'REGISTER_PATIENTS',
  'MERGE_PATIENTS',
  'REQUEST_ERASURE',
  'PROTECT_RECORDS',
  'READ_PROTECTION',
  'SEARCH_PATIENTS',
];
const OF_EPISODES: readonly Right[] = [
  'READ_EPISODES',
  'HANDLE_REFERRALS',
  'GRANT_AUTHORIZATIONS',
  'BOOK_SESSIONS',
  'RECORD_FEEDBACK',
];

/**
 * That `atLeast` names no stream that the person has nothing to do with: whether one is there, and
 * how long it is, is not theirs to find out. Throws as for a version that is not recorded, before
 * anything else of the request is looked at.
 */
export async function assertSeenStream(
  engine: Engine,
  known: KnownViewer,
  context: ExecutionContext,
): Promise<void> {
  // Arguments as GraphQL made them; the rules of their classes are asked after this.
  const { atLeast } = GqlExecutionContext.create(context).getArgs<{ atLeast?: AtLeastInput }>();
  const named = atLeast?.streamVersion;
  const [, category, id] = STREAM.exec(named?.stream ?? '') ?? [];
  // A version below 0 is refused by the rules of its class, whatever it is of.
  if (!named || named.version < 0 || category === undefined || id === undefined) return;
  // The pattern knows no other.
  if (await isSeen(engine, known, category as Hidden, id)) return;
  if (!(await isOwn(engine, known, named))) throw notRecorded(named);
}

/** Whether the person recorded it: what they just handed over or voided is not seen any more. */
async function isOwn(
  { store }: Engine,
  { staffId }: KnownViewer,
  { stream, version }: StreamVersionInput,
): Promise<boolean> {
  for await (const { header } of store.readStream(stream, { from: version, to: version })) {
    // Written by this service; the chain proves that it was not changed since.
    return (JSON.parse(header) as Header).actor.id === staffId;
  }
  return false;
}

async function isSeen(
  engine: Engine,
  known: KnownViewer,
  category: Hidden,
  id: string,
): Promise<boolean> {
  if (category === 'staff') {
    // A UUID, by the pattern.
    const own = known.staffId === (id as StaffId);
    return own || actingOn(await known.fresh(), 'ADMINISTER_STAFF', {}) !== null;
  }
  if (category === 'patient') {
    const loaded = await engine.streams.load('patient', id);
    const viewer = await known.fresh([anyStream(loaded)]);
    const { state } = loaded.folded;
    return state !== null && hasAny(viewer, OF_PATIENTS, { clinicId: state.clinicId });
  }
  const loaded = await engine.streams.load('episode', id);
  const viewer = await known.fresh([anyStream(loaded)]);
  const { state } = loaded.folded;
  if (!state) return false;
  const { clinicId, therapistId, voided } = state;
  return hasAny(viewer, voided ? ['READ_VOIDED'] : OF_EPISODES, { clinicId, therapistId });
}

function hasAny(person: Person, rights: readonly Right[], target: Target): boolean {
  return rights.some((right) => actingOn(person, right, target) !== null);
}
