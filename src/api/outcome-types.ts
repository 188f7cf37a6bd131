import { createUnionType, Field, Float, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import type { Facts } from '../domain/rule';
import type { RuleCode } from '../domain/rules';
import type { Instant } from '../domain/time';
import { EntryTypeEnum, RuleCodeEnum } from './enums';
import { GoalAfter, NewerGoalVersion } from './goal-types';
import { DateTime, FactsScalar, Position, Uuid } from './scalars';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'An entry of a stream: what was recorded, without its content.' })
export class RecordedEntry {
  @Field(() => Uuid, { description: 'Id of the entry: what a correction or a revision names.' })
  id!: string;

  @Field(() => EntryTypeEnum, { description: 'What it says.' })
  type!: string;

  @Field(() => Int, { description: 'Place in its stream, from 0.' })
  version!: number;

  @Field(() => DateTime, { description: 'When it happened (a session: its end).' })
  occurredAt!: Instant;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt!: Instant;
}

@ObjectType({ description: 'A rule that was broken by what happened, or that is worth knowing.' })
export class RuleNote {
  @Field(() => RuleCodeEnum, { description: 'Which rule.' })
  code!: RuleCode;

  @Field(() => String, { description: 'One sentence for the person, in English.' })
  message!: string;

  @Field(() => FactsScalar, { description: 'What the rule was asked of.' })
  facts!: Facts;
}

@InterfaceType({ description: 'A command that was accepted, whichever stream it went to.' })
export abstract class Accepted {
  @Field(() => String, { description: 'The stream, e.g. `episode-<id>`.' })
  stream!: string;

  @Field(() => Int, {
    description: 'Version of the stream after it.',
  })
  version!: number;

  @Field(() => Position, {
    nullable: true,
    description: 'Place of its last entry in the log, to read with `atLeast`; null: nothing there.',
  })
  position!: number | null;

  @Field(() => [RecordedEntry], { description: 'What it recorded; none when it was so already.' })
  events!: RecordedEntry[];

  @Field(() => [RuleNote], { description: 'Worth knowing; nothing was broken.' })
  warnings!: RuleNote[];

  @Field(() => [RuleNote], { description: 'Rules that the recorded fact broke.' })
  deviations!: RuleNote[];

  @Field(() => String, { description: 'Version of the policy that it was decided by.' })
  policy!: string;

  @Field(() => Boolean, {
    description: 'False: a dry run, a repeated command, or nothing that was not so already.',
  })
  appended!: boolean;
}

@ObjectType({ description: 'A command that the rules refuse. Nothing was recorded.' })
export class Refused {
  @Field(() => RuleCodeEnum, { description: 'Which rule; stable.' })
  code!: RuleCode;

  @Field(() => String, { description: 'One sentence for the person, in English.' })
  message!: string;

  @Field(() => FactsScalar, { description: 'What it rests on.' })
  facts!: Facts;

  @Field(() => String, { description: 'What would be accepted.' })
  accepts!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the policy that it was decided by; null: no rule was asked.',
  })
  policy!: string | null;

  @Field(() => NewerGoalVersion, {
    nullable: true,
    description: 'GOAL_VERSION_STALE: the version that holds, and how it differs from yours.',
  })
  newerGoalVersion!: NewerGoalVersion | null;
}

@ObjectType({
  description: 'Others recorded something since `expectedVersion`. Nothing was recorded.',
})
export class VersionConflict {
  @Field(() => String, { description: 'The stream.' })
  stream!: string;

  @Field(() => Int, { description: 'The version that the command expected.' })
  expected!: number;

  @Field(() => Int, { description: 'The version that the stream has.' })
  actual!: number;

  @Field(() => [RecordedEntry], {
    description: 'What was recorded since; entries that the person may not see are left out.',
  })
  eventsSince!: RecordedEntry[];
}

@ObjectType({ description: 'An observation as it was scored.' })
export class ObservationMade {
  @Field(() => Uuid, {
    description: 'Id of the observation: evidence, or what a goal is scored by.',
  })
  id!: string;

  @Field(() => String, { description: 'Code of the instrument, e.g. `NPRS`.' })
  instrument!: string;

  @Field(() => String, { nullable: true, description: 'Body site; null: none in particular.' })
  bodySite!: string | null;

  @Field(() => Float, { description: 'The score, in the unit of the instrument.' })
  score!: number;
}

@ObjectType({
  implements: () => Accepted,
  description: 'A command to an episode that was accepted, with the ids of what it made.',
})
export class EpisodeAccepted extends Accepted {
  @Field(() => Uuid, { description: 'The episode of care.' })
  episodeId!: string;

  @Field(() => Uuid, { nullable: true, description: 'The authorization that it made.' })
  authorizationId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The goal that it is about.' })
  goalId!: string | null;

  @Field(() => Uuid, {
    nullable: true,
    description: 'The version of the goal that it made: what a later revision names.',
  })
  goalVersionId!: string | null;

  @Field(() => Uuid, {
    nullable: true,
    description: 'The version of the plan of care that it made: what a later revision names.',
  })
  planVersionId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The question to the referrer it asked.' })
  clarificationId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The session that it is about.' })
  sessionId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The home programme that it gave.' })
  programmeId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The feedback that it recorded: evidence.' })
  feedbackId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The progress report that it made.' })
  reportId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The reaction that it reported: evidence.' })
  reactionId!: string | null;

  @Field(() => Uuid, {
    nullable: true,
    description: 'The contraindication that it is about: what clears or resolves it names.',
  })
  contraindicationId!: string | null;

  @Field(() => [ObservationMade], { description: 'The observations that it recorded, in order.' })
  observations!: ObservationMade[];

  @Field(() => GoalAfter, {
    nullable: true,
    description: 'The goal that it is about as it stands then; of a dry run, as it would stand.',
  })
  goalAfter!: GoalAfter | null;
}

@ObjectType({ implements: () => Accepted, description: 'A command about a patient, accepted.' })
export class PatientAccepted extends Accepted {
  @Field(() => Uuid, { description: 'The patient; of a merge, the one that was merged away.' })
  patientId!: string;

  @Field(() => Uuid, { description: 'Who the patient is read as: themself, if not merged.' })
  survivorId!: string;

  @Field(() => Uuid, { nullable: true, description: 'The legal hold that it placed.' })
  holdId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The request for an erasure that it made.' })
  requestId!: string | null;

  @Field(() => [Uuid], {
    description: 'Patients whom it erased, with all that were merged; a dry run: would erase.',
  })
  erasedIds!: readonly string[];
}

@ObjectType({
  implements: () => Accepted,
  description: 'A command about a staff member, accepted, with the ids of what it made.',
})
export class StaffAccepted extends Accepted {
  @Field(() => Uuid, { description: 'The staff member.' })
  staffId!: string;

  @Field(() => Uuid, { nullable: true, description: 'The role grant that it made.' })
  grantId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The credential that it recorded.' })
  credentialId!: string | null;

  @Field(() => Uuid, { nullable: true, description: 'The cover that it granted.' })
  coverId!: string | null;
}

@ObjectType({ implements: () => Accepted, description: 'A command about a clinic, accepted.' })
export class ClinicAccepted extends Accepted {
  @Field(() => Uuid, { description: 'The clinic.' })
  clinicId!: string;
}

@ObjectType({ implements: () => Accepted, description: 'A command about the policy, accepted.' })
export class PolicyAccepted extends Accepted {
  @Field(() => String, { description: 'Name of the policy version.' })
  policyVersion!: string;
}

@ObjectType({ implements: () => Accepted, description: 'A command about figures, accepted.' })
export class OperationsAccepted extends Accepted {
  @Field(() => Uuid, { nullable: true, description: 'The frozen report; null: another command.' })
  reportId!: string | null;
}

export const EpisodeOutcome = createUnionType({
  name: 'EpisodeOutcome',
  description: 'How a command to an episode ended.',
  types: () => [EpisodeAccepted, Refused, VersionConflict] as const,
});
export const PatientOutcome = createUnionType({
  name: 'PatientOutcome',
  description: 'How a command about a patient ended.',
  types: () => [PatientAccepted, Refused, VersionConflict] as const,
});
export const StaffOutcome = createUnionType({
  name: 'StaffOutcome',
  description: 'How a command about a staff member ended.',
  types: () => [StaffAccepted, Refused, VersionConflict] as const,
});
export const ClinicOutcome = createUnionType({
  name: 'ClinicOutcome',
  description: 'How a command about a clinic ended.',
  types: () => [ClinicAccepted, Refused, VersionConflict] as const,
});
export const PolicyOutcome = createUnionType({
  name: 'PolicyOutcome',
  description: 'How a command about the policy ended.',
  types: () => [PolicyAccepted, Refused, VersionConflict] as const,
});
export const OperationsOutcome = createUnionType({
  name: 'OperationsOutcome',
  description: 'How a command about figures ended.',
  types: () => [OperationsAccepted, Refused, VersionConflict] as const,
});
