import type { EpisodeChange } from './subscriptions';
import { Watch, type Bell } from './watch';

/** What the watch of an episode needs; each call asks anew. */
export interface WatchPorts {
  /** The last entry that can be read, where there is one after a position. */
  readonly latestAfter: (position: number) => Promise<EpisodeChange | null>;
  /** Rejects when the person may not read the episode any more. */
  readonly assertPermitted: () => Promise<void>;
  /** Calls back when it has more to be read, until closed. */
  readonly onChanged: Bell;
}

/** As the root field of the subscription wants it. */
export interface Delivery {
  readonly episodeChanged: EpisodeChange;
}

/** Each change of an episode after a position, the newest only when several came at once. */
export class EpisodeWatch extends Watch<Delivery> {
  constructor(
    private readonly ports: WatchPorts,
    private seen: number,
  ) {
    super(ports.onChanged);
  }

  protected async look(): Promise<Delivery | null> {
    const change = await this.ports.latestAfter(this.seen);
    if (!change) return null;
    await this.ports.assertPermitted();
    this.seen = change.position;
    return { episodeChanged: change };
  }
}
