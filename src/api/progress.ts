import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type {
  GiveHomeProgramme,
  RecordFeedback,
  ReportAdherence,
  ReportProgress,
} from '../domain/episode/commands-progress';
import { EpisodeCommands } from './episode-commands';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import {
  AcknowledgeReportInput,
  GiveHomeProgrammeInput,
  RecordFeedbackInput,
  ReportAdherenceInput,
  ReportProgressInput,
  type AdherenceInput,
  type FeedbackInput,
  type HomeProgrammeInput,
  type ProgressReportInput,
} from './progress-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class ProgressResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description: 'Gives exercises and advice for home. The treating therapist.',
  })
  @Needs('TREAT')
  giveHomeProgramme(
    @Args('input', { description: 'What to do at home.' }) input: GiveHomeProgrammeInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toGiveHomeProgramme(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Records what was done of a home programme. The treating therapist.',
  })
  @Needs('TREAT')
  reportAdherence(
    @Args('input', { description: 'Days done of days asked.' }) input: ReportAdherenceInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toReportAdherence(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records feedback of the patient; it may be evidence for a revised goal. The treating ' +
      'therapist, managers, clinical leads and the front desk of the clinic.',
  })
  @Needs('RECORD_FEEDBACK')
  recordFeedback(
    @Args('input', { description: 'What was said.' }) input: RecordFeedbackInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toRecordFeedback(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records a report on progress to the referrer or someone of the care team. The treating ' +
      'therapist.',
  })
  @Needs('TREAT')
  reportProgress(
    @Args('input', { description: 'The report.' }) input: ReportProgressInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toReportProgress(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records that a report was read, with any answer: of the referrer by therapists, managers ' +
      'and the front desk of the clinic; of a member of the staff by that person.',
  })
  @Needs('HANDLE_REFERRALS')
  acknowledgeReport(
    @Args('input', { description: 'Which report.' }) input: AcknowledgeReportInput,
    @Calling() caller: Caller,
  ) {
    const { reportId } = input;
    const answer = input.answer ?? undefined;
    const saidBy = input.saidBy ?? undefined;
    const body = { type: 'AcknowledgeReport', reportId, answer, saidBy } as const;
    return this.episodes.send(caller, input, body);
  }
}

export function toGiveHomeProgramme(input: Plain<HomeProgrammeInput>): GiveHomeProgramme {
  const { daysPerWeek, until, exercises, advice } = input;
  return {
    type: 'GiveHomeProgramme',
    daysPerWeek,
    until: until ?? null,
    exercises: exercises ?? undefined,
    advice: advice ?? undefined,
  };
}

export function toReportAdherence(input: Plain<AdherenceInput>): ReportAdherence {
  const { programmeId, from, to, daysDone, daysAsked, words } = input;
  return {
    type: 'ReportAdherence',
    ...{ programmeId, from, to, daysDone },
    daysAsked: daysAsked ?? undefined,
    words: words ?? undefined,
  };
}

export function toRecordFeedback(input: Plain<FeedbackInput>): RecordFeedback {
  const { tone, sessionId, words } = input;
  return { type: 'RecordFeedback', for: input.for, tone, sessionId: sessionId ?? null, words };
}

export function toReportProgress(input: Plain<ProgressReportInput>): ReportProgress {
  const { toStaffId, from, to, goals, report } = input;
  return {
    type: 'ReportProgress',
    recipient: toStaffId ? { kind: 'STAFF', staffId: toStaffId } : { kind: 'REFERRER' },
    ...{ from, to, report },
    goals: goals ?? undefined,
  };
}
