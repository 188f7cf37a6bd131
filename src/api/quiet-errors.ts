import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { GqlExceptionFilter } from '@nestjs/graphql';

/** Hands errors on to where all are told and logged once; Nest would log each by itself. */
@Catch()
export class QuietErrors implements GqlExceptionFilter {
  catch(exception: unknown, _host: ArgumentsHost): never {
    throw exception;
  }
}
