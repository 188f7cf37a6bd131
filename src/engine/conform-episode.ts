import type { Pool } from 'pg';
import type { Actor, Header, Recorded } from '../domain/envelope';
import { bookedAfterDeath } from '../domain/episode/after-death';
import type { EpisodeCommand } from '../domain/episode/commands';
import { notInOrder, therapistsOf, type Known } from '../domain/episode/conformance';
import type { EpisodeEvent } from '../domain/episode/events';
import { findingChanges } from '../domain/episode/findings';
import type { Episode } from '../domain/episode/state';
import type { EpisodeId, PatientId, StaffId } from '../domain/ids';
import type { Staff } from '../domain/staff/state';
import { instantOf, type Instant } from '../domain/time';
import { readSlotsBeside, type SlotBeside, type TakenSlot } from '../projections/read-conformance';
import { inSnapshot } from '../projections/snapshot';
import type { Clock } from './clock';
import { reactionId } from './ids';
import { anyStream, type LoadedStream, type Streams } from './streams';
import type { Transactor } from './transact';

/** Who raises and closes findings. */
export const CONFORMANCE: Actor = { id: 'system:conformance', role: 'SYSTEM' };

export interface ConformPorts {
  readonly streams: Streams;
  readonly transactor: Pick<Transactor, 'transact'>;
  /** Connections for the read models. */
  readonly pool: Pool;
  readonly clock: Clock;
  /** Hears of each command before it is sent. */
  readonly onSending: (commandId: string) => void;
}

/**
 * Asks the rules of an episode again, by all that is known now, and records what is out of order
 * and what is so no more. Answers the episodes that are booked beside it, now or before. Safe to
 * repeat: what is recorded already is not recorded again.
 */
export async function conformEpisode(
  ports: ConformPorts,
  episodeId: EpisodeId,
  trigger: Header,
): Promise<readonly EpisodeId[]> {
  const { streams } = ports;
  const own = await streams.load('episode', episodeId);
  await streams.refresh([anyStream(own)]);
  const episode = own.folded.state;
  if (!episode || episode.voided) return [];
  const beside = await slotsBeside(ports, own);
  const known = await knownOf(streams, own, episode, beside);
  await cancelOfDeceased(ports, episode, known, trigger);
  const found = notInOrder(own.folded.events, known);
  const { raise, close } = findingChanges(own.folded.state?.findings ?? [], found);
  for (const one of raise) {
    const command = { type: 'RaiseFinding', episodeId, ...one } as const;
    await send(ports, trigger, command, [one.rule, one.entryId]);
  }
  for (const { id: findingId, rule, entryId } of close) {
    const command = { type: 'CloseFinding', episodeId, findingId } as const;
    await send(ports, trigger, command, [rule, entryId]);
  }
  return [...new Set(beside.map((slot) => slot.episodeId))];
}

/** Nobody is left waiting for who died: what is booked for then is cancelled, and says why. */
async function cancelOfDeceased(
  ports: ConformPorts,
  episode: Episode,
  { patient }: Known,
  trigger: Header,
): Promise<void> {
  if (!patient || patient.diedOn === null || patient.erasedAt !== null) return;
  const words = `The patient died on ${patient.diedOn}.`;
  const { id: episodeId } = episode;
  for (const sessionId of bookedAfterDeath(episode, patient.diedOn)) {
    const command = { type: 'CancelSession', episodeId, sessionId, words } as const;
    await send(ports, trigger, command, [sessionId]);
  }
}

/** Open bookings of others that any slot this episode ever had was in the way of. */
async function slotsBeside(
  { pool }: ConformPorts,
  { folded }: LoadedStream<'episode'>,
): Promise<readonly SlotBeside[]> {
  const { state, events } = folded;
  const slots = events.flatMap(takenBy);
  if (!state || slots.length === 0) return [];
  return inSnapshot(pool, (snapshot) =>
    readSlotsBeside(snapshot, state.id, state.patientId, slots),
  );
}

function takenBy(event: Recorded<EpisodeEvent>): TakenSlot[] {
  if (event.type !== 'SessionScheduled' && event.type !== 'SessionRescheduled') return [];
  const { therapistId, slot } = event.data;
  return [{ therapistId, slot }];
}

/** What the rules need of other streams, as they are in the log now. */
async function knownOf(
  streams: Streams,
  { folded }: LoadedStream<'episode'>,
  { patientId }: Episode,
  elsewhere: readonly SlotBeside[],
): Promise<Known> {
  const [policy, patient, ...staff] = await Promise.all([
    streams.load('policy', ''),
    survivorOf(streams, patientId),
    ...therapistsOf(folded.events).map((id) => streams.load('staff', id)),
  ]);
  const others = [anyStream(policy), ...staff.map((one) => anyStream(one))];
  await streams.refresh(others);
  const therapists = new Map<StaffId, Staff>();
  for (const { folded: one } of staff) if (one.state) therapists.set(one.state.id, one.state);
  return {
    staff: therapists,
    patient: patient.folded.state,
    policies: policy.folded.events,
    elsewhere,
  };
}

/** The patient at the end of all merges: there it is said that somebody died. */
async function survivorOf(streams: Streams, id: PatientId): Promise<LoadedStream<'patient'>> {
  const patient = await streams.load('patient', id);
  await streams.refresh([anyStream(patient)]);
  const into = patient.folded.state?.mergedInto ?? null;
  // The smaller id survives: there is an end.
  return into === null ? patient : survivorOf(streams, into);
}

async function send(
  { transactor, clock, onSending }: ConformPorts,
  trigger: Header,
  command: EpisodeCommand,
  about: readonly string[],
): Promise<void> {
  const commandId = reactionId(trigger.id, command.type, command.episodeId, ...about);
  onSending(commandId);
  const outcome = await transactor.transact({
    category: 'episode',
    id: command.episodeId,
    command,
    commandId,
    actor: CONFORMANCE,
    // What was found may have other facts when the same trigger is looked at again: it stays one.
    input: { about },
    // Looked at long after its trigger it is a late entry, which says why.
    reason: 'Found when the rules were asked again',
    occurredAt: earlier(trigger.recordedAt, instantOf(clock.now())),
    correlationId: trigger.correlationId,
    causationId: trigger.id,
  });
  if (outcome.kind === 'accepted') return;
  const why = outcome.kind === 'refused' ? outcome.message : 'the stream had changed';
  throw new Error(`${command.type} was refused: ${why}`);
}

/** The clock of the node that recorded the trigger may run ahead of this one's. */
function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
