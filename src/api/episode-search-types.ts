import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { EntryTypeEnum } from './enums';
import { PhaseEnum } from './read-enums';
import { DateTime, Position, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { Patient, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'An entry that was found: what was recorded, without its content.' })
export class FoundEntry {
  @Shown(() => Uuid, 'Id of the entry.')
  id!: string;

  @Shown(() => EntryTypeEnum, 'What it says.')
  type!: string;

  @Shown(() => Int, 'Place in its stream, from 0: `toVersion` of a replay.')
  version!: number;

  @Shown(() => Position, 'Place in the log.')
  position!: number;

  @Shown(() => DateTime, 'When it happened.')
  occurredAt!: Instant;

  @Shown(() => DateTime, 'When it was recorded.')
  recordedAt!: Instant;

  @Shown(() => StaffMember, 'Who recorded it.')
  actor!: StaffMember;
}

@ObjectType({ description: 'An episode that was found. Seen by who may open it today.' })
export class EpisodeFound {
  @Shown(() => Uuid, 'Id of the episode.')
  episodeId!: string;

  @Shown(() => Uuid, 'Its clinic.')
  clinicId!: string;

  @Shown(() => Patient, 'The patient, as known then.')
  patient!: Patient;

  @ShownOrNull(() => StaffMember, 'Who carries it; null: nobody yet.')
  therapist!: StaffMember | null;

  @ShownOrNull(() => String, 'Condition, as the policy names it; null: none it names.')
  condition!: string | null;

  @Shown(() => PhaseEnum, 'Where it stands.')
  phase!: string;

  @Shown(() => Int, 'How many entries of it are as asked.')
  entries!: number;

  @Shown(() => FoundEntry, 'The last of them.')
  latest!: FoundEntry;
}

@ObjectType({ description: 'Episodes with entries as asked, the latest entry first.' })
export class EpisodesFound {
  @Shown(() => [EpisodeFound], 'The first of them.')
  episodes!: EpisodeFound[];

  @Shown(() => Int, 'How many there are that you may open.')
  totalCount!: number;

  @ShownOrNull(
    () => Position,
    'Only entries after this place in the log were looked at; null: all of the period.',
  )
  lookedAtAfter!: number | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
