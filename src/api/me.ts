import { Inject, Injectable } from '@nestjs/common';
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { zoneAt } from '../domain/clinic/state';
import type { Role } from '../domain/envelope';
import type { ClinicId } from '../domain/ids';
import { instantOf, type LocalDate } from '../domain/time';
import { ENGINE, type Engine } from './engine';
import { RightEnum, RoleEnum } from './enums';
import { ALL_RIGHTS, hasRight, type Right } from './rights';
import { LocalDay, Uuid } from './scalars';
import { filled } from './filled';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

/* Classes of answers; `!` says that the functions below fill every field. */

@ObjectType({ description: 'A role that the person holds today.' })
export class HeldRole {
  @Field(() => RoleEnum, { description: 'The role.' })
  role!: Role;

  @Field(() => [Uuid], { description: 'Clinics that it is for; none: every clinic.' })
  clinicIds!: readonly ClinicId[];

  @Field(() => LocalDay, { description: 'First day.' })
  from!: LocalDate;

  @Field(() => LocalDay, { nullable: true, description: 'Last day; null: until withdrawn.' })
  to!: LocalDate | null;
}

@ObjectType({ description: 'A clinic that the person works at.' })
export class MyClinic {
  @Field(() => Uuid, { description: 'Id.' })
  id!: ClinicId;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'IANA time zone of its days.' })
  zone!: string;
}

@ObjectType({ description: 'Who is signed in, and what they may do today.' })
export class Me {
  @Field(() => String, { description: 'Who vouched for the sign-in.' })
  issuer!: string;

  @Field(() => String, { description: 'The person in the words of the issuer.' })
  subject!: string;

  @Field(() => Uuid, { nullable: true, description: 'The staff member; null: not registered.' })
  staffId!: string | null;

  @Field(() => [HeldRole], { description: "Roles held today, by the clinics' days." })
  roles!: HeldRole[];

  @Field(() => [RightEnum], { description: 'Rights that these roles carry, on some target.' })
  rights!: Right[];

  @Field(() => [MyClinic], { description: 'Clinics that the roles name.' })
  clinics!: MyClinic[];

  @Field(() => String, { description: 'Time zone of the first of them; else UTC.' })
  zone!: string;
}

/** Looks up what there is to say of the person who asks. */
@Injectable()
export class Myself {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  async describe(viewer: Viewer): Promise<Me> {
    const { grants } = viewer;
    const ids = [...new Set(grants.flatMap(({ clinics }) => clinics))];
    const clinics = (await Promise.all(ids.map((id) => this.#clinic(id)))).flat();
    return filled(Me, {
      issuer: viewer.signedIn.issuer,
      subject: viewer.signedIn.subject,
      staffId: viewer.staff?.id ?? null,
      roles: grants.map(({ role, clinics: clinicIds, from, to }) =>
        filled(HeldRole, { role, clinicIds, from, to }),
      ),
      rights: ALL_RIGHTS.filter((right) => hasRight(viewer, right)),
      clinics,
      zone: clinics[0]?.zone ?? 'UTC',
    });
  }

  /** None when the clinic of a grant was never opened. */
  async #clinic(id: ClinicId): Promise<MyClinic[]> {
    const { state } = (await this.engine.streams.load('clinic', id)).folded;
    if (!state) return [];
    const zone = zoneAt(state, instantOf(this.engine.clock.now()));
    return [filled(MyClinic, { id, name: state.name, zone })];
  }
}

@Resolver()
export class MeResolver {
  constructor(private readonly myself: Myself) {}

  @Query(() => Me, { description: 'Who is signed in. Everyone.' })
  @Needs('SIGNED_IN')
  me(@Viewing() viewer: Viewer) {
    return this.myself.describe(viewer);
  }
}
