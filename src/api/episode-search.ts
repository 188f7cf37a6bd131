import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import { entriesFound, type FoundEpisode, type Places } from '../engine/entries-found';
import type { Moment } from '../engine/past';
import { readIdsOfPerson } from '../projections/read-alias';
import {
  readBehindDetails,
  readEpisodesOf,
  readOpenable,
  type BehindDetail,
} from '../projections/read-behind';
import { WhenArgs } from './as-of';
import { ENGINE, type Engine } from './engine';
import { EntryTypeEnum } from './enums';
import { EpisodeFound, EpisodesFound, FoundEntry } from './episode-search-types';
import { badInput, tooCostly } from './errors';
import { CodeField, EnumsField, IdField, MomentField, WholeField } from './fields';
import { filled } from './filled';
import { Moments } from './moments';
import { openableBy } from './openable';
import { Patient, staffAt, StaffMember } from './texts';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

/** Entries that are read for one answer, where no patient is named. */
const ENTRIES_MAX = 20_000;
const PAGE_MAX = 200;
const PAGE = 50;

@ArgsType()
export class EpisodeSearchArgs extends WhenArgs {
  @IdField('Of this patient, under any id that they were recorded under; absent: of anyone.', {
    optional: true,
  })
  readonly patientId?: string | null;

  @CodeField('With entries that this person or part of the service recorded.', { optional: true })
  readonly actorId?: string | null;

  @EnumsField(EntryTypeEnum, 'With entries that say one of these.', { optional: true, min: 1 })
  readonly types?: readonly string[] | null;

  @MomentField('Entries recorded after this moment.', { optional: true })
  readonly recordedAfter?: Instant | null;

  @MomentField('Entries recorded at this moment or before it.', { optional: true })
  readonly recordedUntil?: Instant | null;

  @WholeField('How many, at most 200; absent: 50.', { optional: true, min: 1, max: PAGE_MAX })
  readonly first?: number | null;
}

/** What an answer is made of. */
export interface EpisodeSearchRead {
  readonly found: readonly FoundEpisode[];
  readonly details: ReadonlyMap<string, BehindDetail>;
  readonly total: number;
  readonly lookedAtAfter: number | null;
  readonly moment: Moment;
}

export class SearchEpisodes extends BusQuery<EpisodeSearchRead> {
  constructor(
    readonly viewer: Viewer,
    readonly args: EpisodeSearchArgs,
  ) {
    super();
  }
}

@QueryHandler(SearchEpisodes)
export class SearchEpisodesHandler implements IQueryHandler<SearchEpisodes> {
  constructor(
    private readonly moments: Moments,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async execute({ viewer, args }: SearchEpisodes): Promise<EpisodeSearchRead> {
    const moment = await this.moments.moment(args);
    const episodeIds = await this.#episodesOf(args.patientId ?? null, moment);
    const { lookedAtAfter, ...places } = await this.#places(args, moment);
    const wish = { types: args.types ?? null, actorId: args.actorId ?? null };
    const all = await entriesFound(this.engine.store, { episodeIds, places, wish });
    return this.moments.snapshot(async (snapshot) => {
      const ids = all.map(({ episodeId }) => episodeId);
      const openable = await readOpenable(snapshot, ids, openableBy(viewer));
      const open = all.filter(({ episodeId }) => openable.has(episodeId));
      const found = open.slice(0, args.first ?? PAGE);
      const shown = found.map(({ episodeId }) => episodeId);
      const details = await readBehindDetails(snapshot, moment.position, shown);
      return { found, details, total: open.length, lookedAtAfter, moment };
    });
  }

  /** Null: no patient is asked for. */
  #episodesOf(patientId: string | null, { position }: Moment): Promise<readonly string[] | null> {
    if (patientId === null) return Promise.resolve(null);
    return this.moments.snapshot(async (snapshot) => {
      const ids = await readIdsOfPerson(snapshot, patientId);
      return readEpisodesOf(snapshot, position, ids);
    });
  }

  /** Of one patient everything in the period; of all a period that can be read at once. */
  async #places(
    { patientId, recordedAfter, recordedUntil }: EpisodeSearchArgs,
    { position }: Moment,
  ): Promise<Places & { readonly lookedAtAfter: number | null }> {
    const asked = recordedAfter ? await this.#positionAt(recordedAfter) : null;
    const until = recordedUntil ? await this.#positionAt(recordedUntil) : null;
    const upTo = Math.min(position, until ?? position);
    if (patientId) return { after: asked ?? 0, upTo, lookedAtAfter: null };
    if (asked === null) {
      const after = Math.max(0, upTo - ENTRIES_MAX);
      return { after, upTo, lookedAtAfter: after === 0 ? null : after };
    }
    if (upTo - asked > ENTRIES_MAX) {
      const message = 'More was recorded in that time than can be searched at once.';
      const facts = { entries: upTo - asked, max: ENTRIES_MAX };
      throw tooCostly(`${message} Name a patient, or a shorter time.`, facts);
    }
    return { after: asked, upTo, lookedAtAfter: null };
  }

  async #positionAt(at: Instant): Promise<number> {
    const resolved = await this.engine.store.resolveAt(at);
    if ('position' in resolved) return resolved.position;
    const message = `must not be in the future: the log is at ${resolved.now}`;
    throw badInput([{ path: 'recordedUntil', rule: 'notInFuture', message }]);
  }
}

@Resolver()
export class EpisodeSearchResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => EpisodesFound, {
    description:
      'Finds episodes by what was recorded of them: for a patient, by a person, of a kind, in a ' +
      'period. Without a patient and without `recordedAfter` the last 20,000 entries of the log ' +
      'are looked at. Those that you may open today.',
  })
  @Needs('READ_EPISODES')
  async episodesFound(@Args() args: EpisodeSearchArgs, @Viewing() viewer: Viewer) {
    return shape(await this.bus.execute(new SearchEpisodes(viewer, args)));
  }
}

function shape({ found, details, total, lookedAtAfter, moment }: EpisodeSearchRead): EpisodesFound {
  const { position } = moment;
  const episodes = found.flatMap(({ episodeId, entries, latest: { stored, header } }) => {
    const detail = details.get(episodeId);
    if (!detail) return [];
    const { id, version, occurredAt, recordedAt, actor } = header;
    const latest = filled(FoundEntry, {
      ...{ id, version, occurredAt, recordedAt },
      type: stored.type,
      position: stored.position,
      actor: filled(StaffMember, { id: actor.id, position }),
    });
    return [
      filled(EpisodeFound, {
        ...{ episodeId, entries, latest },
        clinicId: detail.clinic_id,
        condition: detail.condition,
        phase: detail.phase,
        patient: filled(Patient, { recordedAs: detail.patient_id, position }),
        therapist: staffAt(detail.therapist_id, position),
      }),
    ];
  });
  return filled(EpisodesFound, { episodes, totalCount: total, lookedAtAfter, asOf: moment });
}
