import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Moment } from '../engine/past';
import type { SearchKey } from '../engine/patient-index';
import { numberToken, queryTokens } from '../platform/search-tokens';
import { readSurvivors } from '../projections/read-alias';
import { readPatients } from '../projections/read-directory';
import { AnsweredMoment, WhenArgs } from './as-of';
import { ENGINE, type Engine } from './engine';
import { badInput } from './errors';
import { IdsField, TextField, WholeField } from './fields';
import { Moments } from './moments';
import { clinicsReached } from './rights';
import { filled } from './filled';
import { Patient } from './texts';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

const FOUND_MAX = 100;
const FOUND = 20;

@ArgsType()
export class PatientsArgs extends WhenArgs {
  @TextField(
    'Beginnings of the words of the name (at least two letters each), a birth date `YYYY-MM-DD`, ' +
      "or the clinic's own number.",
    { min: 2, max: 200 },
  )
  readonly search!: string;

  @IdsField('Only of these clinics; absent: of all that you may see.', { optional: true })
  readonly clinicIds?: readonly string[] | null;

  @WholeField('How many, at most 100; absent: 20.', { optional: true, min: 1, max: FOUND_MAX })
  readonly first?: number | null;
}

@ObjectType({ description: 'Patients that were found.' })
export class FoundPatients {
  @Field(() => [Patient], { description: 'In no order that says anything.' })
  patients!: Patient[];

  @Field(() => AnsweredMoment, { description: 'The moment that this is of.' })
  asOf!: Moment;
}

export class FindPatients extends BusQuery<{ ids: readonly string[]; moment: Moment }> {
  constructor(
    readonly viewer: Viewer,
    readonly args: PatientsArgs,
  ) {
    super();
  }
}

@QueryHandler(FindPatients)
export class FindPatientsHandler implements IQueryHandler<FindPatients> {
  constructor(
    private readonly moments: Moments,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async execute({ viewer, args }: FindPatients) {
    const { patientIndex } = this.engine;
    for (;;) {
      const key = await patientIndex.key();
      const found = await this.#find(viewer, args, key);
      if (!('missing' in found)) return found;
      await patientIndex.add(key, found.missing);
    }
  }

  async #find(viewer: Viewer, args: PatientsArgs, { key, id: keyId }: SearchKey) {
    const ways = [queryTokens(key, args.search), [numberToken(key, args.search)]];
    if (ways[0]?.length === 0) throw tooShort();
    const clinics = clinicsFor(viewer, args.clinicIds ?? null);
    const first = args.first ?? FOUND;
    return this.moments.read(args, async (snapshot, { position, evaluatedAt, at }) => {
      const missing = await this.engine.patientIndex.missing(
        { key, id: keyId },
        snapshot,
        position,
      );
      if (missing.length > 0) return { missing };
      const found = new Set<string>();
      for (const tokens of ways) {
        const wish = { keyId, tokens, clinics, first };
        for (const id of await readPatients(snapshot, at, wish)) found.add(id);
      }
      // Who was merged away is found by their old details as well, and shown as who they are.
      const survivors = await readSurvivors(snapshot, [...found], at);
      const ids = [...new Set([...found].map((id) => survivors.get(id) ?? id))];
      return { ids: ids.slice(0, first), moment: { position, evaluatedAt } };
    });
  }
}

@Resolver()
export class PatientsResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => FoundPatients, {
    description:
      'Finds patients registered at the clinics of the viewer, now or as they were known. Therapists, managers, clinical ' +
      'leads, front desk; auditors all.',
  })
  @Needs('SEARCH_PATIENTS')
  async patients(@Args() args: PatientsArgs, @Viewing() viewer: Viewer) {
    const { ids, moment } = await this.bus.execute(new FindPatients(viewer, args));
    const { position } = moment;
    const patients = ids.map((id) => filled(Patient, { recordedAs: id, position }));
    return filled(FoundPatients, { patients, asOf: moment });
  }
}

function clinicsFor(viewer: Viewer, asked: readonly string[] | null): readonly string[] | null {
  const { all, clinics } = clinicsReached(viewer, 'SEARCH_PATIENTS');
  return all ? asked : clinics.filter((id) => asked?.includes(id) ?? true);
}

function tooShort() {
  const message = 'must have a word of at least two letters, a birth date or a number';
  return badInput([{ path: 'search', rule: 'longEnough', message }]);
}
