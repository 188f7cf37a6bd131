import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import { parseStream } from '../domain/ids';
import { instantOf, localDate, type Zone } from '../domain/time';
import {
  readCaseloadPlaces,
  readCaseloadZones,
  readClinicZones,
  type CaseloadPlace,
  type CaseloadZone,
  type ClinicZone,
} from '../projections/read-changed-caseloads';
import { ENGINE, type Engine } from './engine';
import { Moments } from './moments';
import type { KnownViewer, RequestContext, Viewer } from './viewer';
import { PositionVisible } from './visible';

/** More entries than this are not looked through: who waits is told to read anew. */
const READ_MAX = 2_000;
/** Pause between two rounds, so that many entries at once are one. */
const PAUSE_MS = 50;
/** How often the clock is looked at. */
const TICK_MS = 250;
/** Days begin on quarter hours everywhere since 1972 (tz database, Africa/Monrovia last). */
const QUARTER_MS = 15 * 60_000;
/** Answers to "what changed since" that are kept: nearly all who wait ask for the same. */
const KEPT_MAX = 32;

/** What changed between two positions. */
export interface Changes {
  /** Episodes with the position of their last entry. */
  readonly episodes: ReadonlyMap<string, number>;
  readonly places: readonly CaseloadPlace[];
}

/** Rung with the places where a day began; none: there is more to be read. */
export type RoundRing = (days: readonly CaseloadZone[]) => void;

/**
 * Rounds of news for all who watch a caseload or figures: the log is read once for all of them,
 * and only while there are any. A day that begins in a clinic's zone is news, too.
 */
@Injectable()
export class Rounds implements OnModuleDestroy {
  readonly #rings = new Set<RoundRing>();
  readonly #kept = new LRUCache<string, Promise<Changes | null>>({ max: KEPT_MAX });
  readonly #viewers = new WeakMap<object, { readonly round: number; viewer: Promise<Viewer> }>();
  #stop: (() => void) | null = null;
  #position = 0;
  #round = 0;
  #running = false;
  #lookedAtMs = 0;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly bus: EventBus,
    private readonly moments: Moments,
  ) {}

  /** How many listen. */
  get size(): number {
    return this.#rings.size;
  }

  /** Up to where the last round went. */
  get position(): number {
    return this.#stop ? this.#position : this.engine.projector.visibility.position;
  }

  listen(ring: RoundRing): { close(): void } {
    this.#rings.add(ring);
    this.#stop ??= this.#begin();
    return {
      close: () => {
        this.#rings.delete(ring);
        if (this.#rings.size === 0) this.#end();
      },
    };
  }

  onModuleDestroy(): void {
    this.#end();
  }

  /** What changed from a position up to the last round; null: too much to tell. */
  changes(after: number): Promise<Changes | null> {
    const upTo = this.position;
    const key = `${after} ${upTo}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const made = this.#changes(after, upTo);
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    return made;
  }

  /** Who listens on a socket, as they are in this round: asked once for all that they watch. */
  async viewer(known: RequestContext['known'], unknown: () => Error): Promise<Viewer> {
    const kept = this.#viewers.get(known);
    if (kept?.round === this.#round) return kept.viewer;
    const fresh = async () => {
      const viewer: KnownViewer | null = await known();
      if (!viewer) throw unknown();
      return viewer.fresh();
    };
    const viewer = fresh();
    this.#viewers.set(known, { round: this.#round, viewer });
    return viewer;
  }

  #begin(): () => void {
    this.#position = this.engine.projector.visibility.position;
    this.#lookedAtMs = this.engine.clock.now();
    this.#round++;
    const bell = this.bus.subscribe((event) => {
      if (event instanceof PositionVisible) void this.#run();
    });
    const timer = setInterval(() => void this.#tick(), TICK_MS).unref();
    return () => {
      bell.unsubscribe();
      clearInterval(timer);
    };
  }

  #end(): void {
    this.#stop?.();
    this.#stop = null;
    this.#kept.clear();
  }

  /** One at a time; it goes on while more became readable meanwhile. */
  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#stop && this.engine.projector.visibility.position > this.#position) {
        this.#position = this.engine.projector.visibility.position;
        this.#tell([]);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } finally {
      this.#running = false;
    }
  }

  #tell(days: readonly CaseloadZone[]): void {
    this.#round++;
    for (const ring of [...this.#rings]) ring(days);
  }

  async #tick(): Promise<void> {
    const from = this.#lookedAtMs;
    const to = this.engine.clock.now();
    if (Math.floor(from / QUARTER_MS) === Math.floor(to / QUARTER_MS)) return;
    this.#lookedAtMs = to;
    try {
      const dayAt = (ms: number, zone: Zone) => localDate(instantOf(ms), zone);
      const isBegun = ({ zone }: ClinicZone) => dayAt(from, zone) !== dayAt(to, zone);
      const begun = await this.moments.snapshot(async (snapshot) => {
        // Most quarters of an hour are midnight nowhere: then no caseload is looked at.
        const clinics = (await readClinicZones(snapshot)).filter(isBegun);
        const ids = [...new Set(clinics.map(({ clinic_id }) => clinic_id))];
        return ids.length === 0 ? [] : (await readCaseloadZones(snapshot, ids)).filter(isBegun);
      });
      if (begun.length > 0 && this.#stop) this.#tell(begun);
    } catch {
      // The database is away for the moment: the same quarter hour is looked at again.
      this.#lookedAtMs = from;
    }
  }

  async #changes(after: number, upTo: number): Promise<Changes | null> {
    if (upTo - after > READ_MAX) return null;
    const episodes = new Map<string, number>();
    if (upTo <= after) return { episodes, places: [] };
    const entries = this.engine.store.readAll({ after, limit: upTo - after });
    for await (const { stream, position } of entries) {
      const parsed = parseStream(stream);
      if (parsed?.category === 'episode') episodes.set(parsed.id, position);
    }
    const ids = [...episodes.keys()];
    const places =
      ids.length === 0
        ? []
        : await this.moments.snapshot((snapshot) => readCaseloadPlaces(snapshot, ids, after));
    return { episodes, places };
  }
}
