import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import type { CaseloadFlag } from '../projections/caseload-flags';
import type { CaseloadFilter } from '../projections/read-caseload';
import { AnsweredMoment } from './as-of';
import { UrgencyEnum } from './enums';
import { CaseloadFlagEnum, PhaseEnum } from './read-enums';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Hold } from './session-types';
import { Shown, ShownOrNull } from './shown';
import { Patient, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'The booking that comes next.' })
export class NextSession {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @Shown(() => DateTime, 'When it begins.')
  at!: Instant;
}

@ObjectType({ description: 'An open goal, with how far along it is.' })
export class CaseloadGoal {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @Shown(() => String, 'Its measure: `INSTRUMENT` or `INSTRUMENT/SITE`.')
  measure!: string;

  @Shown(() => LocalDay, 'Day by which.')
  due!: LocalDate;

  @ShownOrNull(() => Float, 'Share of the way to the original target, 1 = reached.')
  progressOriginal!: number | null;

  @ShownOrNull(() => Float, 'Share of the way to the current target, 1 = reached.')
  progressCurrent!: number | null;
}

@ObjectType({ description: 'What runs out, and when; null: nothing does.' })
export class CaseloadDeadlines {
  @ShownOrNull(() => LocalDay, 'Earliest due day of an open goal.')
  goalDueOn!: LocalDate | null;

  @ShownOrNull(() => LocalDay, 'Last day by which the plan of care wants to be certified.')
  certifyBy!: LocalDate | null;

  @ShownOrNull(() => DateTime, 'From here on the episode counts as ended without activity.')
  lapsesAt!: Instant | null;

  @ShownOrNull(() => DateTime, 'From here on there was no session for too long.')
  noSessionAfter!: Instant | null;

  @ShownOrNull(() => LocalDay, 'Last day of what is authorised that day, or was last.')
  authorizedUntil!: LocalDate | null;
}

@ObjectType({ description: 'An open episode in a caseload.' })
export class CaseloadEntry {
  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => Patient, 'The patient.')
  patient!: Patient;

  @Shown(() => Uuid, 'The clinic.')
  clinicId!: string;

  @ShownOrNull(() => StaffMember, 'Who carries it; null: nobody yet.')
  therapist!: StaffMember | null;

  @ShownOrNull(() => String, 'Condition, as the policy names it.')
  condition!: string | null;

  @Shown(() => PhaseEnum, 'Where it stands.')
  phase!: string;

  @Shown(() => UrgencyEnum, 'How soon care should begin.')
  urgency!: string;

  @Shown(() => DateTime, 'When the referral was received.')
  receivedAt!: Instant;

  @Shown(() => Int, 'Visits used of what is authorised that day; of the last one where nothing is.')
  sessionsUsed!: number;

  @ShownOrNull(() => Int, 'Visits authorised that day, or last; null: none, or no limit.')
  sessionsAuthorized!: number | null;

  @ShownOrNull(() => NextSession, 'The booking that comes next; null: none.')
  nextSession!: NextSession | null;

  @ShownOrNull(() => DateTime, 'End of the last session held; null: none.')
  lastSessionAt!: Instant | null;

  @Shown(() => Boolean, 'Consent is in force.')
  consent!: boolean;

  @Shown(() => [CaseloadGoal], 'Open goals.')
  goals!: CaseloadGoal[];

  @Shown(() => CaseloadDeadlines, 'What runs out.')
  deadlines!: CaseloadDeadlines;

  @Shown(() => [String], 'Kinds of contraindications that are open.')
  contraindications!: string[];

  @Shown(() => [CaseloadFlagEnum], 'What to look at, judged at `evaluatedAt`.')
  flags!: CaseloadFlag[];

  @ShownOrNull(() => Hold, 'The pause that it is in; null: none.')
  hold!: Hold | null;

  @Shown(() => Int, 'Adverse reactions so far.')
  reactions!: number;

  @ShownOrNull(() => DateTime, 'When the last of them was.')
  lastReactionAt!: Instant | null;

  @Shown(() => Int, 'Entries that were recorded late.')
  lateEntries!: number;

  @Shown(() => Int, 'Rules that sessions broke.')
  deviations!: number;

  @Shown(() => Int, 'Open findings.')
  findings!: number;
}

@ObjectType({ description: 'An entry with its place in the list.' })
export class CaseloadEdge {
  @Shown(() => String, 'Place in the list, for `after`.')
  cursor!: string;

  @Shown(() => CaseloadEntry, 'The entry.')
  node!: CaseloadEntry;
}

@ObjectType({ description: 'Where a page of a list is (Relay).' })
export class PageInfo {
  @Shown(() => Boolean, 'There are more after it.')
  hasNextPage!: boolean;

  @Shown(() => Boolean, 'There are some before it: it was asked for with `after`.')
  hasPreviousPage!: boolean;

  @ShownOrNull(() => String, 'Place of its first entry; null: it is empty.')
  startCursor!: string | null;

  @ShownOrNull(() => String, 'Place of its last entry; null: it is empty.')
  endCursor!: string | null;
}

@ObjectType({ description: 'Open episodes, longest in care first.' })
export class CaseloadConnection {
  @Shown(() => [CaseloadEdge], 'The page.')
  edges!: CaseloadEdge[];

  @Shown(() => PageInfo, 'Where it is.')
  pageInfo!: PageInfo;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;

  /** Null only where nobody asked. */
  @Shown(() => Int, 'How many there are on all pages together.')
  totalCount!: number | null;

  /** Not shown: what was asked. */
  filter!: CaseloadFilter;
}
