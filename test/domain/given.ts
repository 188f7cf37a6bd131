import type { z } from 'zod';
import { zoneAt } from '../../src/domain/clinic/state';
import {
  said,
  type Asked,
  type Decider,
  type Decision,
  type Draft,
} from '../../src/domain/decider';
import type { Facts } from '../../src/domain/rule';
import { effective, isCorrection } from '../../src/domain/effective';
import type { Actor, EventShape, Header, Recorded } from '../../src/domain/envelope';
import { emptyFold, foldOn, stateBy, stateOf } from '../../src/domain/fold';
import { defaultPolicy } from '../../src/domain/policy/default';
import type { RuleCode } from '../../src/domain/rules';
import type { Instant, Zone } from '../../src/domain/time';
import { annaActs, BERLIN, clinic, named, NOW, patient, staff } from './cast';

/** What is under test: an aggregate's functions, and the shapes that its events are stored in. */
export interface Subject<S, C, E extends EventShape> {
  readonly stream: string;
  readonly decider: Decider<S, C, E>;
  readonly schemas: Readonly<Record<string, z.ZodType<object>>>;
}

/** An event that a spec sets up. `as` names its id, `recorded` is when it was entered. */
export type Past<E extends EventShape> = E extends EventShape
  ? {
      readonly type: E['type'];
      readonly data: E['data'];
      readonly at: Instant;
      readonly recorded?: Instant;
      readonly zone?: Zone;
      readonly texts?: readonly string[];
      readonly as?: string;
    }
  : never;

/** What a spec says about a command beside the command; the rest is as on an ordinary day. */
export type Circumstances<E extends EventShape> = Partial<
  Pick<Asked<E>, 'policy' | 'customMeasures' | 'clinic' | 'patient' | 'reason' | 'reasonCode'>
> & {
  /** Clinical time; absent: when it is recorded. */
  readonly at?: Instant;
  readonly recordedAt?: Instant;
  readonly staff?: Asked<E>['staff'] extends ReadonlyMap<unknown, infer P> ? readonly P[] : never;
  readonly actor?: Actor;
  readonly commandId?: string;
};

type Expected<E extends EventShape> = E extends EventShape
  ? { readonly type: E['type']; readonly data?: Partial<E['data']>; readonly texts?: object }
  : never;

/** What came of a command. The checks answer nothing: a spec must not hand a `then` to Jest. */
export interface Outcome<S, E extends EventShape> {
  readonly decision: Decision<E>;
  /** The stream with what was accepted, as it would be read back. */
  readonly events: readonly Recorded<E>[];
  /** The state with what was accepted. */
  readonly state: S;
  then(...events: Expected<E>[]): void;
  thenRefused(code: RuleCode, facts?: Facts): void;
  thenNothing(): void;
  /** Accepted, with exactly these rules broken. */
  thenDeviates(...codes: RuleCode[]): void;
  thenWarns(...codes: RuleCode[]): void;
}

/** `given(subject)(...events).when(command, circumstances)`. */
export function given<S, C, E extends EventShape>(subject: Subject<S, C, E>) {
  return (...past: readonly Past<E>[]) => {
    const events = past.reduce<readonly Recorded<E>[]>(
      (before, event) => [...before, recordedAfter(subject, before, event)],
      [],
    );
    return {
      when: (command: C, circumstances: Circumstances<E> = {}): Outcome<S, E> =>
        attempt(subject, events, command, circumstances),
      events,
      state: stateOf(subject.decider, events),
    };
  };
}

/** One command on a stream, with everything around `decide` done as the engine does it. */
export function attempt<S, C, E extends EventShape>(
  subject: Subject<S, C, E>,
  past: readonly Recorded<E>[],
  command: C,
  circumstances: Circumstances<E>,
): Outcome<S, E> {
  const { asked, then, now } = grounds(subject, past, command, circumstances);
  const decision = subject.decider.decide(then, now, command, asked);
  const drafts = decision.kind === 'accepted' ? decision.events : [];
  const events = [...past, ...recordedDrafts(subject, past, drafts, asked)];
  return { ...checks(decision), decision, events, state: stateOf(subject.decider, events) };
}

/** Both states and what comes with the command; of others' streams only what it says it needs. */
function grounds<S, C, E extends EventShape>(
  { decider }: Subject<S, C, E>,
  past: readonly Recorded<E>[],
  command: C,
  circumstances: Circumstances<E>,
): { asked: Asked<E>; then: S; now: S } {
  const folded = past.reduce((fold, event) => foldOn(decider, fold, event), emptyFold(decider));
  const needs = decider.needs(command, folded.state);
  const { entry, entryOut } = entryOf(past, needs.entry);
  const wall = circumstances.recordedAt ?? NOW;
  const last = past.at(-1)?.header.recordedAt ?? wall;
  const recordedAt = last > wall ? last : wall;
  const told = decider.happenedAt(command) ?? circumstances.at;
  const happened = entry?.header.occurredAt ?? told ?? recordedAt;
  const occurredAt = happened > recordedAt ? recordedAt : happened;
  const judgedAt = decider.judgedAt(command, occurredAt);
  const people = (circumstances.staff ?? staff).filter(({ id }) => needs.staff?.includes(id));
  const commandId = circumstances.commandId ?? `command on version ${past.length}`;
  const { clinic: place = clinic, patient: person = patient } = circumstances;
  const asked: Asked<E> = {
    commandId,
    actor: circumstances.actor ?? annaActs,
    occurredAt,
    judgedAt,
    recordedAt,
    zone: needs.clinic && place ? zoneAt(place, occurredAt) : BERLIN,
    reasonCode: circumstances.reasonCode,
    reason: said(circumstances.reason),
    policy: circumstances.policy ?? defaultPolicy,
    customMeasures: circumstances.customMeasures ?? [],
    staff: new Map(people.map((one) => [one.id, one])),
    clinic: needs.clinic ? place : null,
    patient: needs.patient ? person : null,
    entry,
    entryOut,
    events: entry ? past : [],
    newId: (kind, index = 0) => named(`${commandId} ${kind} ${index}`),
  };
  if (!entry) return { asked, now: folded.state, then: stateBy(decider, folded, judgedAt) };
  const others = past.filter((event) => !isAbout(event, entry.header.id));
  const now = stateOf(decider, others);
  return { asked, now, then: stateOf(decider, others, { happenedBy: judgedAt }) };
}

/** The entry as it says now, or as it was recorded when it is out. */
function entryOf<E extends EventShape>(
  past: readonly Recorded<E>[],
  id: string | undefined,
): { entry: Recorded<E> | null; entryOut: boolean } {
  const isEntry = (event: Recorded<E>) => event.header.id === id && !isCorrection(event);
  const holds = effective(past).find(isEntry);
  const entry = holds ?? past.find(isEntry) ?? null;
  return { entry, entryOut: entry !== null && !holds };
}

function isAbout({ header, data }: Recorded<EventShape>, entryId: string): boolean {
  return header.id === entryId || ('entryId' in data && data.entryId === entryId);
}

/** Accepted drafts as they would be read back; data that is not of its shape fails the spec. */
function recordedDrafts<S, C, E extends EventShape>(
  subject: Subject<S, C, E>,
  past: readonly Recorded<E>[],
  drafts: readonly Draft<E>[],
  asked: Asked<E>,
): Recorded<E>[] {
  const events: Recorded<E>[] = [];
  for (const draft of drafts) {
    const parsed: object = subject.schemas[draft.type]!.parse(draft.data);
    const past1 = {
      type: draft.type,
      data: parsed,
      at: draft.occurredAt ?? (asked.entry ? asked.recordedAt : asked.occurredAt),
      recorded: asked.recordedAt,
      texts: Object.keys(draft.texts ?? {}),
    } as unknown as Past<E>; // type and data are a draft's, checked against its own schema
    events.push(recordedAfter(subject, [...past, ...events], past1, asked));
  }
  return events;
}

function recordedAfter<S, C, E extends EventShape>(
  { stream }: Subject<S, C, E>,
  before: readonly Recorded<E>[],
  event: Past<E>,
  asked?: Pick<Asked<E>, 'actor' | 'commandId' | 'zone'>,
): Recorded<E> {
  const version = before.length;
  const last = before.at(-1)?.header.recordedAt;
  const entered = event.recorded ?? event.at;
  const recordedAt = last !== undefined && last > entered ? last : entered;
  const id = named<string>(event.as ?? `${stream} ${version}`);
  const texts = event.texts ?? [];
  const header: Header = {
    format: 1,
    id,
    stream,
    version,
    type: event.type,
    schemaVersion: 1,
    occurredAt: event.at,
    occurredZone: event.zone ?? asked?.zone ?? BERLIN,
    recordedAt,
    actor: asked?.actor ?? annaActs,
    clinicId: clinic.id,
    commandId: asked?.commandId ?? `entered ${version}`,
    commandIndex: 0,
    commandSize: 1,
    fingerprint: '',
    correlationId: `entered ${version}`,
    causationId: null,
    basis: {},
    ...(texts.length > 0 ? { texts } : {}),
  };
  const { type, data } = event;
  const sealed = Object.fromEntries(texts.map((field) => [field, id]));
  // Type and data come from one Past<E>, which ties them together.
  return { type, data, header, position: version + 1, texts: sealed } as unknown as Recorded<E>;
}

type Checks = Pick<
  Outcome<unknown, EventShape>,
  'then' | 'thenRefused' | 'thenNothing' | 'thenDeviates' | 'thenWarns'
>;

function checks<E extends EventShape>(decision: Decision<E>): Checks {
  const broken = decision.kind === 'accepted' ? decision.deviations : [];
  const warned = decision.kind === 'accepted' ? decision.warnings : [];
  return {
    then: (...events) => {
      expect(decision).toMatchObject({ kind: 'accepted', events });
    },
    thenRefused: (code, facts) => {
      expect(decision).toMatchObject({ kind: 'refused', code, ...(facts ? { facts } : {}) });
    },
    thenNothing: () => {
      expect(decision).toMatchObject({ kind: 'accepted', events: [], deviations: [] });
    },
    thenDeviates: (...codes) => {
      expect(decision).toMatchObject({ kind: 'accepted' });
      expect(broken.map(({ code }) => code)).toEqual(codes);
    },
    thenWarns: (...codes) => {
      expect(decision).toMatchObject({ kind: 'accepted' });
      expect(warned.map(({ code }) => code)).toEqual(codes);
    },
  };
}
