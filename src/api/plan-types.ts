import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import { TechniqueEnum } from './enums';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'A version of a plan of care.' })
export class PlanVersion {
  @Shown(() => Uuid, 'Its entry: what a revision or a certification names.')
  id!: string;

  @Shown(() => DateTime, 'When it was set.')
  setAt!: Instant;

  @Shown(() => LocalDay, 'First day.')
  from!: LocalDate;

  @Shown(() => LocalDay, 'Last day of its weeks.')
  until!: LocalDate;

  @Shown(() => Float, 'Sessions a week; 0.5 is every other week.')
  sessionsPerWeek!: number;

  @Shown(() => Int, 'Length of a session, in minutes.')
  sessionMinutes!: number;

  @Shown(() => [TechniqueEnum], 'Techniques planned.')
  techniques!: readonly string[];

  @Shown(() => Int, 'Weeks that it goes on.')
  weeks!: number;

  @ShownOrNull(() => SealedText, 'Why it was revised.')
  reason!: SealedText | null;
}

@ObjectType({ description: 'A certification of the current version by the referrer.' })
export class PlanCertified {
  @Shown(() => LocalDay, 'When.')
  on!: LocalDate;

  @ShownOrNull(() => LocalDay, 'Last day on which it holds; null: as long as the plan.')
  until!: LocalDate | null;

  @ShownOrNull(() => SealedText, 'Who at the referrer signed.')
  signedBy!: SealedText | null;

  @Shown(() => Uuid, 'Its entry: what a correction names.')
  entryId!: string;
}

@ObjectType({ description: 'A plan of care: how often, how long, with what.' })
export class PlanOfCare {
  @Shown(() => PlanVersion, 'What holds.')
  current!: PlanVersion;

  @Shown(() => [PlanVersion], 'All versions, oldest first.')
  versions!: PlanVersion[];

  @ShownOrNull(() => PlanCertified, 'The certification of what holds; null: none.')
  certified!: PlanCertified | null;

  @ShownOrNull(() => LocalDay, 'Day by which it wants to be certified (again); null: it does not.')
  certifyBy!: LocalDate | null;
}
