import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { ENGINE, type Engine } from './engine';
import { PositionVisible } from './visible';

/** Behind by more events than this (an import, say), everyone is told instead of read for. */
const READ_MAX = 2_000;

type Ring = () => void;

/**
 * Tells who listens for a stream that it has more to be read. The log is read once for all of
 * them, and only while there are any.
 */
@Injectable()
export class ChangedStreams implements OnModuleDestroy {
  readonly #rings = new Map<string, Set<Ring>>();
  #bell: { unsubscribe(): void } | null = null;
  /** Entries up to here were told. */
  #told = 0;
  #reading = false;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly bus: EventBus,
  ) {}

  /** How many listen. */
  get size(): number {
    return [...this.#rings.values()].reduce((sum, rings) => sum + rings.size, 0);
  }

  /** Calls back after each entry of the stream that becomes readable from now on, until closed. */
  listen(stream: string, ring: Ring): { close(): void } {
    this.#bell ??= this.#begin();
    const rings = this.#rings.get(stream) ?? new Set();
    this.#rings.set(stream, rings.add(ring));
    return {
      close: () => {
        rings.delete(ring);
        if (rings.size === 0 && this.#rings.get(stream) === rings) this.#rings.delete(stream);
        if (this.#rings.size === 0) this.#end();
      },
    };
  }

  onModuleDestroy(): void {
    this.#end();
  }

  #begin(): { unsubscribe(): void } {
    this.#told = this.engine.projector.visibility.position;
    return this.bus.subscribe((event) => {
      if (event instanceof PositionVisible) void this.#tell();
    });
  }

  #end(): void {
    this.#bell?.unsubscribe();
    this.#bell = null;
  }

  /** One reader at a time; it goes on while more became readable meanwhile. */
  async #tell(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (;;) {
        const after = this.#told;
        const upTo = this.engine.projector.visibility.position;
        if (upTo <= after || !this.#bell) return;
        this.#told = upTo;
        for (const ring of await this.#touched(after, upTo - after)) ring();
      }
    } finally {
      this.#reading = false;
    }
  }

  async #touched(after: number, limit: number): Promise<ReadonlySet<Ring>> {
    if (limit > READ_MAX) return this.#everyone();
    const touched = new Set<Ring>();
    try {
      for await (const { stream } of this.engine.store.readAll({ after, limit })) {
        for (const ring of this.#rings.get(stream) ?? []) touched.add(ring);
      }
      return touched;
    } catch {
      // The log is away for the moment: who listens finds that out, or asks in vain.
      return this.#everyone();
    }
  }

  #everyone(): ReadonlySet<Ring> {
    return new Set([...this.#rings.values()].flatMap((rings) => [...rings]));
  }
}
