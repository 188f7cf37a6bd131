import { Inject, Injectable } from '@nestjs/common';
import type { BookedElsewhere } from '../domain/episode/double-booking';
import type { EpisodeId, StaffId } from '../domain/ids';
import type { Instant } from '../domain/time';
import { readSlotsBeside } from '../projections/read-conformance';
import { ENGINE, type Engine } from './engine';
import { Moments } from './moments';

interface Wished {
  readonly episodeId: EpisodeId;
  readonly therapistId: StaffId;
  readonly from: Instant;
  readonly to: Instant;
}

/** Open bookings of other episodes, for a warning: the read models may be a moment behind. */
@Injectable()
export class SlotsElsewhere {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
  ) {}

  async of({ episodeId, therapistId, from, to }: Wished): Promise<readonly BookedElsewhere[]> {
    const { state } = (await this.engine.streams.load('episode', episodeId)).folded;
    if (!state) return [];
    const slots = [{ therapistId, slot: { from, to } }];
    return this.moments.snapshot((snapshot) =>
      readSlotsBeside(snapshot, episodeId, state.patientId, slots),
    );
  }
}
