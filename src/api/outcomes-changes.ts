import { Args, ArgsType, Context, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { OutcomeFilter } from '../projections/cohort-rows';
import { readTouchesOutcomes } from '../projections/read-changed-caseloads';
import { ObjectField, PositionField } from './fields';
import { Moments } from './moments';
import { OutcomeFilterInput } from './outcome-inputs';
import { filterFor } from './outcome-scope';
import { OutcomesWatch } from './outcomes-watch';
import { Rounds } from './rounds';
import { Position } from './scalars';
import { Shown } from './shown';
import { Telling } from './telling';
import type { RequestContext } from './viewer';
import { Needs } from './wishes';

/** Answers kept: those who watch the same figures are told by one query. */
const KEPT_MAX = 200;

@ArgsType()
export class OutcomesChangedArgs {
  @ObjectField(() => OutcomeFilterInput, 'Of which episodes; absent: all.', { optional: true })
  readonly filter?: OutcomeFilterInput | null;

  @PositionField(
    'The last position that is known already: a change after it is told at once. Absent: from ' +
      'now on.',
    { optional: true },
  )
  readonly after?: number | null;
}

@ObjectType({ description: 'Figures may have changed; the reading is a query.' })
export class OutcomesChange {
  @Shown(() => Position, 'Up to where that is told: for `atLeast`, and for `after`.')
  position!: number;
}

/** Opens watches of figures. */
@Injectable()
export class OutcomesWatches {
  readonly #kept = new LRUCache<string, Promise<boolean>>({ max: KEPT_MAX });

  constructor(
    private readonly rounds: Rounds,
    private readonly moments: Moments,
    private readonly telling: Telling,
  ) {}

  async open(context: RequestContext, args: OutcomesChangedArgs): Promise<OutcomesWatch> {
    const { rounds, telling } = this;
    const seen = async () => filterFor(await telling.viewer(context, 'READ_FIGURES'), args.filter);
    await seen();
    const ports = {
      position: () => rounds.position,
      touched: (after: number) =>
        telling.wording(async () => this.#touched(after, rounds.position, await seen())),
      isSeen: (clinics: ReadonlySet<string>) =>
        telling.wording(async () => (await seen()).clinics?.some((id) => clinics.has(id)) ?? true),
      listen: rounds.listen.bind(rounds),
    };
    return new OutcomesWatch(ports, args.after ?? rounds.position);
  }

  #touched(after: number, upTo: number, filter: OutcomeFilter): Promise<boolean> {
    const key = `${after} ${upTo} ${JSON.stringify(filter)}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const made = this.#look(after, filter);
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    return made;
  }

  async #look(after: number, filter: OutcomeFilter): Promise<boolean> {
    const changes = await this.rounds.changes(after);
    // Too much to look through: some of it will be of these figures.
    if (!changes) return true;
    const episodeIds = [...changes.episodes.keys()];
    if (episodeIds.length === 0) return false;
    return this.moments.snapshot((snapshot) =>
      readTouchesOutcomes(snapshot, { episodeIds, after }, filter),
    );
  }
}

@Resolver()
export class OutcomesChangesResolver {
  constructor(private readonly watches: OutcomesWatches) {}

  @Subscription(() => OutcomesChange, {
    description:
      'That figures may have changed: the latest news only, at most once a second; and days that ' +
      'begin (deadlines are judged by the day). Rights: outcomes; asked again at each one.',
  })
  @Needs('READ_FIGURES')
  outcomesChanged(@Args() args: OutcomesChangedArgs, @Context() context: RequestContext) {
    return this.watches.open(context, args);
  }
}
