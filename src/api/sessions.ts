import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type {
  CompleteSession,
  ScheduleSession,
  StartSession,
} from '../domain/episode/commands-sessions';
import { EpisodeCommands } from './episode-commands';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import {
  CancelSessionInput,
  CompleteSessionInput,
  MissSessionInput,
  RescheduleSessionInput,
  ScheduleSessionInput,
  StartSessionInput,
  type SessionInput,
  type TreatmentInput,
} from './session-inputs';
import { SlotsElsewhere } from './slots-elsewhere';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class SessionResolver {
  constructor(
    private readonly episodes: EpisodeCommands,
    private readonly slots: SlotsElsewhere,
  ) {}

  @Mutation(() => EpisodeOutcome, {
    description:
      'Books a session; warns of bookings of the same therapist or patient in other episodes. The ' +
      'treating therapist and the front desk of the clinic.',
  })
  @Needs('BOOK_SESSIONS')
  async scheduleSession(
    @Args('input', { description: 'The booking.' }) input: ScheduleSessionInput,
    @Calling() caller: Caller,
  ) {
    const elsewhere = await this.slots.of(input);
    return this.episodes.send(caller, input, { ...toScheduleSession(input), elsewhere });
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Moves a booking that is still to come. The treating therapist and the front desk of the ' +
      'clinic.',
  })
  @Needs('BOOK_SESSIONS')
  rescheduleSession(
    @Args('input', { description: 'Which booking, whereto, and why.' })
    input: RescheduleSessionInput,
    @Calling() caller: Caller,
  ) {
    const { sessionId, from, to, words } = input;
    const toTherapistId = input.therapistId ?? undefined;
    const moved = { sessionId, slot: { from, to }, toTherapistId, words };
    return this.episodes.send(caller, input, { type: 'RescheduleSession', ...moved });
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Cancels a booking. The treating therapist and the front desk of the clinic.',
  })
  @Needs('BOOK_SESSIONS')
  cancelSession(
    @Args('input', { description: 'Which booking, and why.' }) input: CancelSessionInput,
    @Calling() caller: Caller,
  ) {
    const { sessionId, words } = input;
    return this.episodes.send(caller, input, { type: 'CancelSession', sessionId, words });
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records that a booking was not held. The treating therapist and the front desk of the ' +
      'clinic.',
  })
  @Needs('BOOK_SESSIONS')
  missSession(
    @Args('input', { description: 'Which booking, and why.' }) input: MissSessionInput,
    @Calling() caller: Caller,
  ) {
    const { sessionId, missReason } = input;
    const missed = { sessionId, missReason, words: input.words ?? undefined };
    return this.episodes.send(caller, input, { type: 'MissSession', ...missed });
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Starts a session; what stands against it refuses it. The treating therapist.',
  })
  @Needs('TREAT')
  startSession(
    @Args('input', { description: 'The session.' }) input: StartSessionInput,
    @Calling() caller: Caller,
  ) {
    const at = input.occurredAt ?? input.startedAt ?? undefined;
    return this.episodes.send(caller, input, toStartSession(input), at);
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records a session that was held: never refused for what stood against it; that becomes ' +
      'deviations, with a reason. The treating therapist.',
  })
  @Needs('TREAT')
  completeSession(
    @Args('input', { description: 'The session.' }) input: CompleteSessionInput,
    @Calling() caller: Caller,
  ) {
    // A session's clinical time is its end, unless said otherwise.
    const at = input.occurredAt ?? input.endedAt;
    return this.episodes.send(caller, input, toCompleteSession(input), at);
  }
}

function toScheduleSession(input: ScheduleSessionInput): ScheduleSession {
  const { from, to, therapistId } = input;
  return {
    type: 'ScheduleSession',
    sessionId: input.sessionId ?? undefined,
    slot: { from, to },
    therapistId,
    techniques: [...(input.techniques ?? [])],
  };
}

function toStartSession(input: StartSessionInput): StartSession {
  const { therapistId, planned, screening } = input;
  return {
    type: 'StartSession',
    sessionId: input.sessionId ?? undefined,
    therapistId,
    startedAt: input.startedAt ?? undefined,
    planned: toTreatment(planned),
    screening: screening.map(({ kind, present }) => ({ kind, present })),
  };
}

export function toCompleteSession(input: Plain<SessionInput>): CompleteSession {
  const { therapistId, startedAt, endedAt, given } = input;
  return {
    type: 'CompleteSession',
    sessionId: input.sessionId ?? undefined,
    therapistId,
    startedAt,
    endedAt,
    given: toTreatment(given),
    breaks: input.breaks ?? 0,
    screening: input.screening?.map(({ kind, present }) => ({ kind, present })),
    painBefore: input.painBefore ?? null,
    painAfter: input.painAfter ?? null,
    response: input.response ?? undefined,
    notes: input.notes ?? undefined,
    homeAdvice: input.homeAdvice ?? undefined,
    stoppedBecause: input.stoppedBecause ?? undefined,
  };
}

function toTreatment({ techniques, sites, pressure }: TreatmentInput): CompleteSession['given'] {
  return { techniques: [...techniques], sites: [...(sites ?? [])], pressure: pressure ?? null };
}
