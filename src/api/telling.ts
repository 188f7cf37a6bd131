import { Injectable, Logger } from '@nestjs/common';
import { toldAsIs } from './error-answers';
import { forbidden } from './errors';
import { hasRight, type Right } from './rights';
import { Rounds } from './rounds';
import { notSignedIn, type RequestContext, type Viewer } from './viewer';

/** What every delivery of a subscription asks before it goes out. */
@Injectable()
export class Telling {
  readonly #log = new Logger(Telling.name);

  constructor(private readonly rounds: Rounds) {}

  /**
   * Who listens, with their rights as they are in this round of news: a socket may live for hours.
   * Rejects when the right is gone, or nobody is signed in.
   */
  async viewer(context: RequestContext, right: Right): Promise<Viewer> {
    const viewer = await this.rounds.viewer(context.known, notSignedIn);
    if (!hasRight(viewer, right)) throw forbidden(right);
    return viewer;
  }

  /** A failure goes to the client as it is worded here, never as it came. */
  async wording<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toldAsIs(error, (cause) => this.#log.error(cause));
    }
  }
}
