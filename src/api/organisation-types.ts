import { Int, ObjectType } from '@nestjs/graphql';
import type { Role } from '../domain/envelope';
import type { ClinicId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { HeldRole } from './me';
import { LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType('Clinic', { description: 'A clinic of the organisation.' })
export class ClinicShown {
  @Shown(() => Uuid, 'Id.')
  id!: ClinicId;

  @Shown(() => String, 'Name.')
  name!: string;

  @Shown(() => String, 'IANA time zone of its days at `evaluatedAt`.')
  zone!: string;

  @ShownOrNull(() => LocalDay, 'Last day of care, inclusive; null: no end is known.')
  lastDay!: LocalDate | null;

  @Shown(() => Boolean, 'Its last day is over.')
  closed!: boolean;
}

@ObjectType({ description: 'Clinics of the organisation, by name.' })
export class Clinics {
  @Shown(() => [ClinicShown], 'All that were asked for.')
  clinics!: ClinicShown[];

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

@ObjectType('Specialty', { description: 'A specialty or certificate of a staff member.' })
export class SpecialtyShown {
  @Shown(() => String, 'Code, e.g. `LYMPHATIC`.')
  code!: string;

  @Shown(() => LocalDay, 'First day of it.')
  since!: LocalDate;
}

@ObjectType('Licence', { description: 'A licence to treat.' })
export class LicenceShown {
  @Shown(() => Uuid, 'Id of the credential.')
  credentialId!: string;

  @Shown(() => String, 'Which licence, e.g. `LMT`.')
  licence!: string;

  @Shown(() => String, 'Who issued it.')
  issuer!: string;

  @Shown(() => LocalDay, 'First valid day.')
  since!: LocalDate;

  @Shown(() => LocalDay, 'Last valid day, inclusive: the day before, where it was revoked earlier.')
  validUntil!: LocalDate;

  @ShownOrNull(() => SealedText, 'Its number; null for all but administrators.')
  number!: SealedText | null;
}

@ObjectType({ description: 'A person who works here, or did.' })
export class StaffEntry {
  @Shown(() => Uuid, 'Staff id.')
  id!: string;

  @ShownOrNull(() => SealedText, 'Name, as known then.')
  name!: SealedText | null;

  @Shown(
    () => [HeldRole],
    'Roles held on the day, those that reach the clinics of the viewer; of who retired: on the ' +
      'last day of work.',
  )
  roles!: HeldRole[];

  @Shown(() => [SpecialtyShown], 'Specialties and certificates.')
  specialties!: SpecialtyShown[];

  @Shown(() => [LicenceShown], 'Licences to treat, in the order of their recording.')
  licences!: LicenceShown[];

  @ShownOrNull(() => LocalDay, 'Last day of work; null: none.')
  retiredOn!: LocalDate | null;

  @Shown(() => Boolean, 'The last day of work is over.')
  retired!: boolean;
}

@ObjectType({ description: 'A page of the staff, in an order that says nothing.' })
export class StaffPage {
  @Shown(() => [StaffEntry], 'The people.')
  staff!: StaffEntry[];

  @Shown(() => Int, 'How many there are on all pages together.')
  totalCount!: number;

  @ShownOrNull(() => Uuid, 'Ask for the next page `after` this one; null: this is the last.')
  next!: string | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

/** Which people are asked for; null: no restriction by it. */
export interface StaffWish {
  readonly clinicIds: readonly string[] | null;
  readonly roles: readonly Role[] | null;
  readonly retired: boolean | null;
}
