import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { AssessmentResolver } from './api/assessment';
import { CareSetUpResolver } from './api/care-set-up';
import { ClinicResolver } from './api/clinic';
import { Commands } from './api/commands';
import { CorrectionResolver } from './api/corrections';
import { DischargeResolver } from './api/discharge';
import { ENGINE, type Engine } from './api/engine';
import { EpisodeCommands } from './api/episode-commands';
import { GoalResolver } from './api/goals';
import { graphqlOptions, type ApiOptions } from './api/graphql-options';
import { InputPipe } from './api/input-pipe';
import { MeResolver, Myself } from './api/me';
import { PatientResolver, Registration } from './api/patient';
import { PolicyAdoption, PolicyResolver } from './api/policy';
import { QuietErrors } from './api/quiet-errors';
import { ReactionResolver } from './api/reactions';
import { ReferralResolver, Referrals } from './api/referral';
import { RightsGuard } from './api/rights-guard';
import { SessionResolver } from './api/sessions';
import { StaffCommands, StaffResolver } from './api/staff';
import { TransactHandler } from './api/transact-command';

/** Every resolver: what the schema is made of. */
export const RESOLVERS: readonly Type[] = [
  MeResolver,
  ClinicResolver,
  StaffResolver,
  PatientResolver,
  PolicyResolver,
  ReferralResolver,
  CareSetUpResolver,
  AssessmentResolver,
  GoalResolver,
  SessionResolver,
  ReactionResolver,
  DischargeResolver,
  CorrectionResolver,
];

const SERVICES: readonly Type[] = [
  Commands,
  EpisodeCommands,
  Myself,
  PolicyAdoption,
  Referrals,
  Registration,
  StaffCommands,
  TransactHandler,
];

@Module({})
export class AppModule {
  /** The API in front of an engine. */
  static forEngine(engine: Engine, options: ApiOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(engine, options)),
      ],
      providers: [
        { provide: ENGINE, useValue: engine },
        { provide: APP_GUARD, useClass: RightsGuard },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: QuietErrors },
        ...SERVICES,
        ...RESOLVERS,
      ],
    };
  }
}
