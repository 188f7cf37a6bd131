import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError, forbidden, unauthenticated } from './errors';
import { hasRight } from './rights';
import { requestContext } from './viewer';
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
    const viewer = await requestContext(context).viewer();
    if (!viewer) throw unauthenticated('Sign in: send a bearer token.');
    if (wish !== 'SIGNED_IN' && !hasRight(viewer, wish)) throw forbidden(wish);
    return true;
  }
}
