import { Query as BusQuery, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import type { Role } from '../domain/envelope';
import { readClinics, readStaff } from '../projections/read-organisation';
import { WhenArgs } from './as-of';
import { RoleEnum } from './enums';
import { EnumsField, FlagField, IdField, IdsField, WholeField } from './fields';
import { Moments } from './moments';
import { Clinics, StaffPage } from './organisation-types';
import { clinicsReached, hasRight } from './rights';
import { shapeClinic, shapeStaff } from './shape-organisation';
import { filled } from './filled';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

const PAGE_MAX = 500;
const PAGE = 200;

@ArgsType()
export class ClinicsArgs extends WhenArgs {
  @FlagField('True: closed ones; false: those that are not; absent: all.', { optional: true })
  readonly closed?: boolean | null;
}

@ArgsType()
export class StaffArgs extends WhenArgs {
  @IdsField('Who has a role at one of these clinics; absent: at any that you may see.', {
    optional: true,
  })
  readonly clinicIds?: readonly string[] | null;

  @EnumsField(RoleEnum, 'Who has one of these roles (at those clinics); absent: any, or none.', {
    optional: true,
  })
  readonly roles?: readonly Role[] | null;

  @FlagField('True: who retired; false: who did not; absent: all.', { optional: true })
  readonly retired?: boolean | null;

  @WholeField('How many, at most 500; absent: 200.', { optional: true, min: 1, max: PAGE_MAX })
  readonly first?: number | null;

  @IdField('The `next` of the page before.', { optional: true })
  readonly after?: string | null;
}

export class ReadClinics extends BusQuery<Clinics> {
  constructor(readonly args: ClinicsArgs) {
    super();
  }
}

@QueryHandler(ReadClinics)
export class ReadClinicsHandler implements IQueryHandler<ReadClinics> {
  constructor(private readonly moments: Moments) {}

  execute({ args }: ReadClinics): Promise<Clinics> {
    const wanted = args.closed ?? null;
    return this.moments.read(args, async (snapshot, { at, position, evaluatedAt }) => {
      const rows = await readClinics(snapshot, at);
      const clinics = rows
        .map((row) => shapeClinic(row, evaluatedAt))
        .filter(({ closed }) => wanted === null || wanted === closed);
      return filled(Clinics, { clinics, asOf: { position, evaluatedAt } });
    });
  }
}

export class ReadStaff extends BusQuery<StaffPage> {
  constructor(
    readonly viewer: Viewer,
    readonly args: StaffArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadStaff)
export class ReadStaffHandler implements IQueryHandler<ReadStaff> {
  constructor(private readonly moments: Moments) {}

  execute({ viewer, args }: ReadStaff): Promise<StaffPage> {
    const { all, clinics: own } = clinicsReached(viewer, 'READ_STAFF');
    const reached = all ? null : own;
    const seesNumbers = hasRight(viewer, 'ADMINISTER_STAFF');
    const { first, after } = { first: args.first ?? PAGE, after: args.after ?? '' };
    const { clinicIds = null, roles = null, retired = null } = args;
    return this.moments.read(args, async (snapshot, { at, position, evaluatedAt }) => {
      const clinics = await readClinics(snapshot, at);
      const rows = await readStaff(snapshot, at, reached);
      const sight = { at: evaluatedAt, clinics, reached, seesNumbers };
      const found = shapeStaff(rows, { clinicIds, roles, retired }, sight);
      const rest = found.filter(({ id }) => id > after);
      const staff = rest.slice(0, first);
      const next = rest.length > first ? (staff.at(-1)?.id ?? null) : null;
      const asOf = { position, evaluatedAt };
      return filled(StaffPage, { staff, totalCount: found.length, next, asOf });
    });
  }
}

@Resolver()
export class OrganisationResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => Clinics, {
    description:
      'The clinics of the organisation, now or as they were known. Therapists, managers, ' +
      'clinical leads, front desk, administrators, auditors.',
  })
  @Needs('READ_CLINICS')
  clinics(@Args() args: ClinicsArgs) {
    return this.bus.execute(new ReadClinics(args));
  }

  @Query(() => StaffPage, {
    description:
      'Who works in the clinics of the viewer, or did, now or as it was known. Therapists, ' +
      'managers, clinical leads, front desk: their clinics; administrators and auditors: all.',
  })
  @Needs('READ_STAFF')
  staff(@Args() args: StaffArgs, @Viewing() viewer: Viewer) {
    return this.bus.execute(new ReadStaff(viewer, args));
  }
}
