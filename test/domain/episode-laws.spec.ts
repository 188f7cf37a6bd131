import fc, { type GeneratorValue } from 'fast-check';
import { isCorrection } from '../../src/domain/effective';
import type { Recorded } from '../../src/domain/envelope';
import { MENDING } from '../../src/domain/episode/correctable';
import { episodeDecider } from '../../src/domain/episode/decide';
import { episodeEvents, type EpisodeEvent } from '../../src/domain/episode/events';
import type { Episode } from '../../src/domain/episode/state';
import { emptyFold, foldOn, stateBy, stateOf, type Folded } from '../../src/domain/fold';
import { RULES } from '../../src/domain/rules';
import { instantOf, epochMs } from '../../src/domain/time';
import { named } from './cast';
import { givenEpisode } from './episode-commands';
import { course, one } from './episode-histories';
import { accepted, ready, was } from './episode-past';

type Events = readonly Recorded<EpisodeEvent>[];

const starts: readonly Events[] = [
  givenEpisode().events,
  givenEpisode(was('ReferralReceived')).events,
  givenEpisode(...accepted()).events,
  // Most of them begin where treatment may: else they would refuse each other for lack of a goal.
  ...Array.from({ length: 4 }, () => givenEpisode(...ready()).events),
];

/** What a random course has recorded. */
function history(g: GeneratorValue): Events {
  return course(g, one(g, ...starts), 30).at(-1)!.outcome.events;
}

function lawful(numRuns: number, law: (g: GeneratorValue) => void, seed?: number): void {
  fc.assert(fc.property(fc.gen(), law), { numRuns, ...(seed === undefined ? {} : { seed }) });
}

/** Courses in which every kind of entry comes up: what is counted in them must not be luck. */
const RICH_SEED = 20_261_122;

/** What is said of the order of recording, and not of the patient. */
const OF_RECORDING = new Set([
  'version',
  'entryVersion',
  'recordedAt',
  'late',
  'lateEntries',
  'deviations',
  'findings',
]);

function clinical(state: Episode | null): unknown {
  const text = JSON.stringify(state, (key, value: unknown) =>
    OF_RECORDING.has(key) ? undefined : value,
  );
  return JSON.parse(text);
}

/** The same entries as if they had been recorded in this order. */
function recordedInOrder(events: Events): Recorded<EpisodeEvent>[] {
  const moments = events.map(({ header }) => header.recordedAt).sort();
  return events.map((event, version) => ({
    ...event,
    header: { ...event.header, version, recordedAt: moments[version]! },
    position: version + 1,
  }));
}

/** Any order with the opening entry first, corrections in their order and after their entries. */
function shuffled(g: GeneratorValue, events: Events): Recorded<EpisodeEvent>[] {
  const keys = new Map<string, number>();
  let lastCorrection = 0;
  for (const { header, type, data } of events) {
    let key = header.version === 0 ? -1 : g(fc.integer, { min: 0, max: 1_000_000 });
    if (isCorrection({ type }) && 'entryId' in data) {
      key = lastCorrection = Math.max(key, lastCorrection, keys.get(data.entryId) ?? 0) + 1;
    }
    keys.set(header.id, key);
  }
  const order = [...events].sort((a, b) => keys.get(a.header.id)! - keys.get(b.header.id)!);
  return recordedInOrder(order);
}

/** Facts of which no two have one clinical time, as it was said first or was corrected to. */
function atDistinctTimes(events: Events): Events {
  const seen = new Set<string>();
  return events.filter((event) => {
    const { type, data, header } = event;
    const moved = type === 'EntryCorrected' ? data.occurredAt : undefined;
    const moment = isCorrection({ type }) ? moved : header.occurredAt;
    if (moment === undefined) return true;
    const isNew = !seen.has(moment);
    seen.add(moment);
    return isNew;
  });
}

describe('the state does not depend on the order of recording', () => {
  it('for facts of distinct clinical times, corrections kept in order', () => {
    let moved = 0;
    lawful(150, (g) => {
      const events = recordedInOrder(atDistinctTimes(history(g)));
      const other = shuffled(g, events);
      if (other.some(({ header }, index) => header.id !== events[index]!.header.id)) moved++;
      expect(clinical(stateOf(episodeDecider, other))).toEqual(
        clinical(stateOf(episodeDecider, events)),
      );
    });
    expect(moved).toBeGreaterThan(75);
  });
});

describe('folding on', () => {
  it('gives at each entry what folding anew gives, now and for any moment before', () => {
    let late = 0;
    lawful(100, (g) => {
      const events = shuffled(g, history(g));
      let folded: Folded<Episode | null, EpisodeEvent> = emptyFold(episodeDecider);
      events.forEach((event, index) => {
        if (folded.lastOccurredAt && event.header.occurredAt < folded.lastOccurredAt) late++;
        folded = foldOn(episodeDecider, folded, event);
        const known = events.slice(0, index + 1);
        expect(folded.state).toEqual(stateOf(episodeDecider, known));
        const moment = one(g, ...known).header.occurredAt;
        const happenedBy = instantOf(epochMs(moment) + g(fc.integer, { min: -1, max: 1 }));
        expect(stateBy(episodeDecider, folded, happenedBy)).toEqual(
          stateOf(episodeDecider, known, { happenedBy }),
        );
      });
    });
    expect(late).toBeGreaterThan(100);
  });
});

describe('a correction', () => {
  /** By one of its own kind; the opening entry has none beside it. */
  const isCorrectable = ({ type }: Recorded<EpisodeEvent>) => MENDING[type].replacedBy !== null;

  function correcting(entry: Recorded<EpisodeEvent>, by: Recorded<EpisodeEvent>, n: number) {
    const { header } = by;
    const correction = {
      type: 'EntryCorrected',
      data: {
        entryId: entry.header.id,
        entryType: entry.type,
        entrySchemaVersion: 1,
        replacement: by.data,
        occurredAt: header.occurredAt,
      },
      header: { ...header, version: n, id: named<string>(`correction ${n}`) },
      position: n + 1,
      texts: {},
    };
    return correction as unknown as Recorded<EpisodeEvent>; // as the schema of corrections says
  }

  it('and one back restore the state; the versions before them stay what they were', () => {
    let changed = 0;
    lawful(150, (g) => {
      const events = history(g);
      const entries = events
        .filter(isCorrectable)
        .filter(({ type }, _at, all) => all.filter((other) => other.type === type).length > 1);
      fc.pre(entries.length > 0);
      const entry = one(g, ...entries);
      // What it says now: it may have been corrected, or marked in error, before.
      const untouched = events.filter(
        ({ data }) => !('entryId' in data && data.entryId === entry.header.id),
      );
      const before = recordedInOrder(untouched);
      const like = one(g, ...entries.filter(({ type }) => type === entry.type));
      const there = correcting(entry, like, before.length);
      const back = correcting(entry, entry, before.length + 1);
      const original = stateOf(episodeDecider, before);
      const corrected = stateOf(episodeDecider, [...before, there]);
      if (JSON.stringify(corrected) !== JSON.stringify(original)) changed++;
      const restored = [...before, there, back];
      expect(stateOf(episodeDecider, restored)).toEqual(original);
      const version = g(fc.integer, { min: 0, max: before.length - 1 });
      expect(stateOf(episodeDecider, restored, { version })).toEqual(
        stateOf(episodeDecider, before.slice(0, version + 1)),
      );
    });
    expect(changed).toBeGreaterThan(15);
  });
});

describe('random commands on one episode', () => {
  it('never throw, and what is accepted is of its shape', () => {
    const recorded = new Set<string>();
    const refused = new Set<string>();
    lawful(
      200,
      (g) => {
        // Running them checks each accepted event against its schema.
        for (const { outcome, circumstances } of course(g, one(g, ...starts), 90)) {
          const { decision, state } = outcome;
          if (decision.kind === 'refused') {
            expect(Object.keys(RULES)).toContain(decision.code);
            refused.add(decision.code);
            continue;
          }
          for (const { type, data } of decision.events) {
            recorded.add(type);
            if (type === 'EntryCorrected') replaced(data);
          }
          if (decision.deviations.length > 0) expect(circumstances.reason).toBeDefined();
          expect(state).not.toBeNull();
        }
      },
      RICH_SEED,
    );
    // The courses are no mere refusals: every kind of entry comes up, and many codes.
    expect(Object.keys(episodeEvents).filter((type) => !recorded.has(type))).toEqual([]);
    expect(refused.size).toBeGreaterThan(30);
  });

  /** What a correction carries is as good as the entry that it replaces. */
  function replaced(data: { readonly entryType: string; readonly replacement: object }): void {
    const [, schema] = Object.entries(episodeEvents).find(([type]) => type === data.entryType)!;
    expect(schema.parse(data.replacement)).toEqual(data.replacement);
  }
});
