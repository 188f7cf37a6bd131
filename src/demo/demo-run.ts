import type { Actor } from '../domain/envelope';
import { episodeDecider } from '../domain/episode/decide';
import type { EpisodeEvent } from '../domain/episode/events';
import type { Episode } from '../domain/episode/state';
import { stateOf } from '../domain/fold';
import type { Category, EpisodeId } from '../domain/ids';
import { epochMs, type Instant } from '../domain/time';
import type { CommandOf, StateOf } from '../engine/aggregates';
import type { Host } from '../host';
import { demoId } from './cast';

/** Where the sample is lived through. */
export type DemoHost = Pick<Host, 'engine' | 'clock'>;

interface Sent<K extends Category> {
  readonly at: Instant;
  readonly category: K;
  readonly id: string;
  readonly command: CommandOf<K>;
  readonly actor: Actor;
  /** What the command's id is made from. */
  readonly name: string;
  readonly occurredAt?: Instant | undefined;
  readonly reason?: string | undefined;
}

/** Sends commands at their moments. */
export class DemoRun {
  constructor(
    readonly host: DemoHost,
    readonly seed: number,
  ) {}

  async send<K extends Category>({ at, name, ...sent }: Sent<K>): Promise<StateOf<K>> {
    const { engine, clock } = this.host;
    clock.set(epochMs(at));
    const outcome = await engine.transactor.transact({
      ...sent,
      commandId: demoId(this.seed, 'command', name),
      input: sent.command,
    });
    if (outcome.kind === 'accepted') return outcome.state;
    const why = outcome.kind === 'refused' ? outcome.message : 'the stream had changed';
    throw new Error(`The sample's ${sent.command.type} (${name}, ${at}) was refused: ${why}`);
  }

  /** As the service would at that moment; what was recorded after it has been looked over. */
  async lookOver(at: Instant): Promise<void> {
    const { engine, clock } = this.host;
    const { position } = await engine.store.head();
    for await (const { loggedAt } of engine.store.readAll({ after: position - 1 })) {
      if (loggedAt > at) return;
    }
    clock.set(epochMs(at));
    await engine.conformance.catchUp();
  }

  /** An episode by what was recorded until then: a sample that goes on has recorded more. */
  async episodeAt(id: EpisodeId, at: Instant): Promise<Episode | null> {
    const { folded } = await this.host.engine.streams.load('episode', id);
    const events = folded.events.filter(({ header }) => header.recordedAt <= at);
    return stateOf<Episode | null, EpisodeEvent>(episodeDecider, events);
  }
}
