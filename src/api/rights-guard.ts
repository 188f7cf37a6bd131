import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError, forbidden } from './errors';
import { hasRight } from './rights';
import { notSignedIn, requestContext } from './viewer';
import { WISH, type Wish } from './wishes';

/**
 * Stands before every root field. Says no to a field that declares nothing, to who is not signed
 * in, and to who has the right nowhere; on which clinic or episode it holds is asked where the
 * target is known.
 */
@Injectable()
export class RightsGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType<string>() !== 'graphql') return true;
    const wish = this.reflector.get<Wish | undefined>(WISH, context.getHandler());
    if (wish === undefined) throw new ApiError('FORBIDDEN', 'This operation is open to nobody.');
    const known = await requestContext(context).known();
    if (!known) throw notSignedIn();
    if (wish === 'SIGNED_IN' || hasRight(known, wish)) return true;
    // Granted meanwhile by another node, perhaps. One that was withdrawn is found out where the
    // right is used on its target: that is judged on fresh entries always.
    if (!hasRight(await known.fresh(), wish)) throw forbidden(wish);
    return true;
  }
}
