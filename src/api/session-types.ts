import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import { HoldReasonEnum, MissReasonEnum, PressureEnum, SeverityEnum, TechniqueEnum } from './enums';
import { RuleNote } from './outcome-types';
import { SessionStatusEnum } from './read-enums';
import { Screening } from './safety-types';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'Techniques, where, and how firmly.' })
export class Treatment {
  @Shown(() => [TechniqueEnum], 'Techniques.')
  techniques!: readonly string[];

  @Shown(() => [String], 'Body sites.')
  sites!: readonly string[];

  @ShownOrNull(() => PressureEnum, 'How firmly; null: not said.')
  pressure!: string | null;
}

@ObjectType({ description: 'A session of an episode, booked or held.' })
export class Session {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @Shown(() => SessionStatusEnum, 'What it has come to.')
  status!: string;

  @ShownOrNull(() => DateTime, 'Booked from; null: held without a booking.')
  bookedFrom!: Instant | null;

  @ShownOrNull(() => DateTime, 'Booked to.')
  bookedTo!: Instant | null;

  @ShownOrNull(() => StaffMember, 'Who holds or held it; null: nobody is named.')
  therapist!: StaffMember | null;

  @ShownOrNull(() => DateTime, 'When it began; null: it has not.')
  startedAt!: Instant | null;

  @ShownOrNull(() => DateTime, 'When it ended, was cancelled or missed; null: it has not.')
  endedAt!: Instant | null;

  @ShownOrNull(() => LocalDay, 'Its local day, when held or missed.')
  on!: LocalDate | null;

  @ShownOrNull(() => MissReasonEnum, 'Why it was missed.')
  missReason!: string | null;

  @ShownOrNull(() => Treatment, 'What was given; while it runs: what is planned.')
  treatment!: Treatment | null;

  @ShownOrNull(() => Screening, 'What was asked before it; null: not recorded.')
  screening!: Screening | null;

  @Shown(() => Boolean, 'It was ended before its time.')
  stoppedEarly!: boolean;

  @Shown(() => Boolean, 'It was recorded later than the policy has it.')
  late!: boolean;

  @ShownOrNull(() => Uuid, 'The authorization that it used; null: none.')
  authorizationId!: string | null;

  @Shown(() => [RuleNote], 'Rules that it broke.')
  deviations!: RuleNote[];

  @ShownOrNull(() => SealedText, 'Notes of the therapist.')
  notes!: SealedText | null;

  @ShownOrNull(() => Uuid, 'The entry that completed it: what a correction names.')
  entryId!: string | null;
}

@ObjectType({ description: 'An adverse reaction.' })
export class Reaction {
  @Shown(() => Uuid, 'Id of its entry: evidence, and what a correction names.')
  id!: string;

  @Shown(() => DateTime, 'When it happened.')
  at!: Instant;

  @Shown(() => LocalDay, 'Its local day.')
  on!: LocalDate;

  @Shown(() => SeverityEnum, 'How bad.')
  severity!: string;

  @ShownOrNull(() => Uuid, 'The session that it followed; null: none in particular.')
  sessionId!: string | null;

  @ShownOrNull(() => SealedText, 'What happened.')
  description!: SealedText | null;
}

@ObjectType({ description: 'A pause of care.' })
export class Hold {
  @Shown(() => DateTime, 'Since when.')
  since!: Instant;

  @Shown(() => HoldReasonEnum, 'Why.')
  reason!: string;

  @ShownOrNull(() => LocalDay, 'Day on which it is looked at again; null: none was set.')
  reviewOn!: LocalDate | null;
}

@ObjectType({ description: 'Visits that a payer grants.' })
export class Authorization {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @ShownOrNull(() => Int, 'Visits; null: no limit.')
  visits!: number | null;

  @Shown(() => Int, 'Visits used by sessions held.')
  used!: number;

  @Shown(() => LocalDay, 'First day.')
  from!: LocalDate;

  @Shown(() => LocalDay, 'Last day, inclusive.')
  to!: LocalDate;

  @Shown(() => String, 'Who pays, coarsely.')
  payerClass!: string;
}
