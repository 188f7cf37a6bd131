import { Catch, Logger, type ArgumentsHost } from '@nestjs/common';
import { GqlArgumentsHost, type GqlExceptionFilter } from '@nestjs/graphql';
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { toldAsIs } from './error-answers';

/**
 * Hands errors on to where all are told and logged once; Nest would log each by itself. What fails
 * while a subscription opens goes to its socket as it is, so it is worded here.
 */
@Catch()
export class QuietErrors implements GqlExceptionFilter {
  readonly #log = new Logger(QuietErrors.name);

  catch(exception: unknown, host: ArgumentsHost): never {
    if (host.getType<string>() === 'graphql') {
      const { operation } = GqlArgumentsHost.create(host).getInfo<GraphQLResolveInfo>();
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
        throw toldAsIs(exception, (cause) => this.#log.error(cause));
      }
    }
    throw exception;
  }
}
