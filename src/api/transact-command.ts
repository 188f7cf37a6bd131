import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Category } from '../domain/ids';
import type { Outcome, Request } from '../engine/request';
import { ENGINE, type Engine } from './engine';

/** A domain command on its way to the log; which one, its `request.command` says. */
export class Transact<K extends Category> extends Command<Outcome<K>> {
  constructor(readonly request: Request<K>) {
    super();
  }
}

@CommandHandler(Transact)
export class TransactHandler implements ICommandHandler<Transact<Category>> {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  execute({ request }: Transact<Category>): Promise<Outcome<Category>> {
    return this.engine.transactor.transact(request);
  }
}
