import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { EntryTypeEnum } from './enums';
import { DateTime, JsonScalar, Position, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'One place where two states differ.' })
export class Change {
  @Shown(() => String, 'Where, e.g. `goals[<id>].status.status`.')
  path!: string;

  @ShownOrNull(() => JsonScalar, 'What was there; null: nothing.')
  before!: unknown;

  @ShownOrNull(() => JsonScalar, 'What is there; null: nothing.')
  after!: unknown;
}

@ObjectType({ description: 'A sealed text of an entry.' })
export class EntryText {
  @Shown(() => String, 'Name of its field.')
  field!: string;

  @Shown(() => SealedText, 'The text.')
  text!: SealedText;
}

@ObjectType({ description: 'A correction of an entry, as known at the moment asked.' })
export class EntryCorrection {
  @Shown(() => Uuid, 'Id of the entry that corrects.')
  id!: string;

  @Shown(() => Boolean, 'It takes the entry out; else it says anew what holds.')
  takesOut!: boolean;

  @Shown(() => DateTime, 'When it was recorded.')
  recordedAt!: Instant;

  @Shown(() => StaffMember, 'Who recorded it.')
  actor!: StaffMember;

  @ShownOrNull(() => SealedText, 'Why, in words.')
  reason!: SealedText | null;

  @Shown(() => [Change], 'What the entry said before it, and what it says since.')
  difference!: Change[];
}

@ObjectType({ description: 'An entry exactly as it is stored, and whether it still is.' })
export class StoredEntry {
  @Shown(() => String, 'Its envelope: the JSON text that was hashed.')
  header!: string;

  @Shown(() => String, 'Its clear data: the JSON text that was hashed.')
  data!: string;

  @Shown(() => Int, 'Bytes of its sealed part; 0: nothing is sealed.')
  sealedBytes!: number;

  @Shown(() => String, 'Hash of the entry before it, hexadecimal; of the first one zeros.')
  prevHash!: string;

  @Shown(
    () => Boolean,
    'Its hash is that of these bytes and of the entry before it, and it is where it was recorded; ' +
      'false: it was altered, moved, or something before it is gone.',
  )
  intact!: boolean;
}

@ObjectType({ description: 'An entry of the log, with all that it says.' })
export class HistoryEvent {
  @Shown(() => Uuid, 'Id of the entry.')
  id!: string;

  @Shown(() => EntryTypeEnum, 'What it says.')
  type!: string;

  @Shown(() => Int, 'Place in its stream, from 0.')
  version!: number;

  @Shown(() => Position, 'Place in the log.')
  position!: number;

  @Shown(() => DateTime, 'When it happened, as recorded then.')
  occurredAt!: Instant;

  @Shown(() => DateTime, 'When it was recorded.')
  recordedAt!: Instant;

  @Shown(() => String, 'When the log took it, ISO 8601 UTC with microseconds.')
  loggedAt!: string;

  @Shown(() => Boolean, 'Recorded later than the policy has it.')
  late!: boolean;

  @Shown(() => StaffMember, 'Who recorded it.')
  actor!: StaffMember;

  @Shown(() => String, 'In which role; SYSTEM: the service itself.')
  actorRole!: string;

  @ShownOrNull(() => String, 'Code of the reason that was given; null: none.')
  reasonCode!: string | null;

  @Shown(() => [EntryText], 'Its names and free texts.')
  texts!: EntryText[];

  @Shown(() => JsonScalar, 'Its clear data, in the current shape of its type.')
  data!: unknown;

  @Shown(
    () => JsonScalar,
    'Other streams that it was decided on, each by its version then, e.g. `policy`; a policy that ' +
      'is not there: the default one.',
  )
  basis!: unknown;

  @Shown(() => String, 'SHA-256 over it and the hash before it, hexadecimal.')
  hash!: string;

  @Shown(() => StoredEntry, 'The entry as it is stored, checked when this is asked.')
  stored!: StoredEntry;

  @ShownOrNull(() => Uuid, 'The latest correction of it known then; null: none.')
  correctedBy!: string | null;

  @Shown(() => [EntryCorrection], 'Every correction of it known then, oldest first.')
  corrections!: EntryCorrection[];

  @ShownOrNull(() => JsonScalar, 'What holds of it then, corrected; null: it is out, or corrects.')
  holds!: unknown;

  @ShownOrNull(() => DateTime, 'When it happened by what holds; null: it is out, or corrects.')
  holdsAt!: Instant | null;

  @Shown(() => Boolean, 'Marked in error by then, and so out of what holds.')
  inError!: boolean;

  @Shown(() => [Change], 'What it changed in what was known.')
  difference!: Change[];
}

@ObjectType({ description: 'Everything that was ever recorded of an episode.' })
export class EpisodeHistory {
  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => [HistoryEvent], 'In the order in which it was recorded.')
  events!: HistoryEvent[];

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

@ObjectType({ description: 'Two versions of an episode against each other.' })
export class Comparison {
  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => Int, 'The one version.')
  from!: number;

  @Shown(() => Int, 'The other version.')
  to!: number;

  @Shown(() => [Change], 'Where they differ, as known at each version.')
  differences!: Change[];

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
