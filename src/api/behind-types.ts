import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { PageInfo } from './caseload-types';
import { PlaceEnum } from './place-enum';
import { LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { Patient, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'An episode that makes up a part of a figure.' })
export class EpisodeBehind {
  @Shown(() => Uuid, 'Id of the episode.')
  episodeId!: string;

  @Shown(() => Uuid, 'Its clinic.')
  clinicId!: string;

  @Shown(() => Patient, 'The patient, as known then.')
  patient!: Patient;

  @ShownOrNull(() => StaffMember, 'For whom the outcome counts; null: nobody yet.')
  therapist!: StaffMember | null;

  @ShownOrNull(() => String, 'Condition, as the policy names it; null: none it names.')
  condition!: string | null;

  @Shown(() => LocalDay, 'Index day: of the last discharge, or on which it lapsed.')
  indexOn!: LocalDate;

  @Shown(() => Boolean, 'It lapsed: open, and long without activity.')
  lapsed!: boolean;

  @ShownOrNull(() => Float, 'First score of the primary measure, in its unit; null: none.')
  baseline!: number | null;

  @ShownOrNull(() => Float, 'Final score; null: there is none.')
  final!: number | null;

  @ShownOrNull(() => Float, 'Improvement in the unit of the measure, positive = better.')
  change!: number | null;

  @ShownOrNull(() => Boolean, 'Improved by the threshold; null: not known, or no threshold.')
  responder!: boolean | null;

  @Shown(() => Int, 'How much of the figure it is: 1, or its goals, sessions or reactions.')
  counted!: number;
}

@ObjectType({ description: 'An episode behind a figure with its place in the list.' })
export class EpisodeBehindEdge {
  @Shown(() => String, 'Place in the list, for `after`.')
  cursor!: string;

  @Shown(() => EpisodeBehind, 'The episode.')
  node!: EpisodeBehind;
}

@ObjectType({ description: 'The episodes behind a figure, by index day.' })
export class EpisodesBehind {
  @Shown(() => [EpisodeBehindEdge], 'The page.')
  edges!: EpisodeBehindEdge[];

  @Shown(() => PageInfo, 'Where it is.')
  pageInfo!: PageInfo;

  @Shown(() => PlaceEnum, 'What was asked.')
  place!: string;

  @Shown(() => Int, 'The figure, as `outcomes` counts it for this group.')
  figure!: number;

  @Shown(() => Int, 'How much of it the episodes are that you may open, on all pages together.')
  counted!: number;

  @Shown(() => Int, 'How many episodes that is.')
  totalCount!: number;

  @Shown(() => Int, 'Version of the rules that made the figure.')
  figuresVersion!: number;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
