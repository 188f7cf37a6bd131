import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { ENGINE, type Engine } from './engine';

/** Entries up to this position can be read now. A bell for subscriptions, never a source. */
export class PositionVisible {
  constructor(readonly position: number) {}
}

/** Tells the bus of this process how far the read models are. */
@Injectable()
export class VisibleAnnouncer implements OnModuleInit, OnModuleDestroy {
  #listening: { close(): void } | null = null;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly bus: EventBus,
  ) {}

  onModuleInit(): void {
    this.#listening = this.engine.projector.visibility.onVisible((position) => {
      this.bus.publish(new PositionVisible(position));
    });
  }

  onModuleDestroy(): void {
    this.#listening?.close();
  }
}
