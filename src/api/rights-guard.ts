import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ENGINE, type Engine } from './engine';
import { ApiError, forbidden } from './errors';
import { hasRight } from './rights';
import { assertSeenStream } from './seen-streams';
import { notSignedIn, requestContext } from './viewer';
import { WISH, type Wish } from './wishes';

/**
 * Stands before every root field. Says no to a field that declares nothing, to who is not signed
 * in, and to who has the right nowhere; on which clinic or episode it holds is asked where the
 * target is known.
 */
@Injectable()
export class RightsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType<string>() !== 'graphql') return true;
    const wish = this.reflector.get<Wish | undefined>(WISH, context.getHandler());
    if (wish === undefined) throw new ApiError('FORBIDDEN', 'This operation is open to nobody.');
    const known = await requestContext(context).known();
    if (!known) throw notSignedIn();
    // Granted meanwhile by another node, perhaps. One that was withdrawn is found out where the
    // right is used on its target: that is judged on fresh entries always.
    const holds = wish === 'SIGNED_IN' || hasRight(known, wish);
    if (!holds && !hasRight(await known.fresh(), wish)) throw forbidden(wish);
    await assertSeenStream(this.engine, known, context);
    return true;
  }
}
