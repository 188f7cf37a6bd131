import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { AssessmentResolver } from './api/assessment';
import { EpisodesBehindResolver, ReadEpisodesBehindHandler } from './api/behind';
import { CareChangeResolver } from './api/care-changes';
import { CareSetUpResolver } from './api/care-set-up';
import { CaseloadResolver, ReadCaseloadHandler } from './api/caseload';
import { CaseloadChangesResolver, CaseloadWatches } from './api/caseload-changes';
import { ChangedStreams } from './api/changed-streams';
import { ClinicResolver } from './api/clinic';
import { Commands } from './api/commands';
import { CorrectionResolver } from './api/corrections';
import { DischargeResolver } from './api/discharge';
import { EndingResolver } from './api/endings';
import { ENGINE, type Engine } from './api/engine';
import { EpisodeResolver, ReadEpisodeHandler } from './api/episode';
import { EpisodeCommands } from './api/episode-commands';
import { EpisodeReads } from './api/episode-reads';
import { EpisodeSearchResolver, SearchEpisodesHandler } from './api/episode-search';
import { ChangesResolver, ReadChangesHandler } from './api/changes';
import { FindingsResolver, ReadFindingsHandler } from './api/findings';
import { GoalResolver } from './api/goals';
import { graphqlOptions, type ApiOptions } from './api/graphql-options';
import { HistoryResolver, ReadHistoryHandler } from './api/history';
import { InputPipe } from './api/input-pipe';
import { MeResolver, Myself } from './api/me';
import { FigureReads } from './api/figure-reads';
import { Moments } from './api/moments';
import { OrganisationResolver, ReadClinicsHandler, ReadStaffHandler } from './api/organisation';
import { OutcomesResolver, ReadOutcomesHandler } from './api/outcomes';
import { OutcomesChangesResolver, OutcomesWatches } from './api/outcomes-changes';
import { ChartsResolver, ReadControlChartHandler, ReadFunnelHandler } from './api/charts';
import { GoalRevisionsResolver, ReadGoalRevisionsHandler } from './api/goal-revisions';
import { ReadReferralFunnelHandler, ReferralFunnelResolver } from './api/referral-funnel';
import { FreezingResolver } from './api/freezing';
import {
  IncompleteReads,
  IncompleteCaseloadResolver,
  IncompleteFindingsResolver,
} from './api/incomplete';
import { FrozenReportsResolver } from './api/frozen-reports';
import { PastCaseloads } from './api/past-caseloads';
import { PatientResolver } from './api/patient';
import { PatientCommands } from './api/patient-commands';
import { PatientProtectionResolver } from './api/patient-protection';
import { ReadPatientHandler } from './api/patient-reads';
import { PatientRecordResolver } from './api/patient-record';
import { FindPatientsHandler, PatientsResolver } from './api/patients';
import { PlanOfCareResolver } from './api/plan-of-care';
import { PolicyAdoption, PolicyResolver } from './api/policy';
import { PolicyReadResolver, ReadPolicyHandler } from './api/policy-reads';
import { ProgressResolver } from './api/progress';
import { ProjectionsResolver, ReadProjectionsHandler } from './api/projections';
import { QuietErrors } from './api/quiet-errors';
import { ReactionResolver } from './api/reactions';
import { SafetyResolver } from './api/safety';
import { PublishedResolver, ReadPublishedOutcomesHandler } from './api/published';
import { AskRebuildHandler, RebuildingResolver } from './api/rebuilding';
import { ReleasingResolver } from './api/releasing';
import { ReferralChangeResolver } from './api/referral-changes';
import { ReferralResolver, Referrals } from './api/referral';
import { RightsGuard } from './api/rights-guard';
import { Rounds } from './api/rounds';
import { SessionResolver } from './api/sessions';
import { SlotsElsewhere } from './api/slots-elsewhere';
import { StaffCommands, StaffResolver } from './api/staff';
import { StaffLeaveResolver } from './api/staff-leave';
import { EpisodeWatches, SubscriptionResolver } from './api/subscriptions';
import { Telling } from './api/telling';
import { PatientTextsResolver, StaffTextsResolver, TextResolver } from './api/texts';
import { TransactHandler } from './api/transact-command';
import { VisibleAnnouncer } from './api/visible';

/** Every resolver: what the schema is made of. */
export const RESOLVERS: readonly Type[] = [
  MeResolver,
  ClinicResolver,
  StaffResolver,
  StaffLeaveResolver,
  PatientResolver,
  PatientProtectionResolver,
  PatientRecordResolver,
  PolicyResolver,
  ReferralResolver,
  ReferralChangeResolver,
  CareSetUpResolver,
  CareChangeResolver,
  AssessmentResolver,
  PlanOfCareResolver,
  GoalResolver,
  SessionResolver,
  ReactionResolver,
  ProgressResolver,
  SafetyResolver,
  DischargeResolver,
  EndingResolver,
  CorrectionResolver,
  ChangesResolver,
  FindingsResolver,
  CaseloadResolver,
  EpisodeResolver,
  HistoryResolver,
  OutcomesResolver,
  ChartsResolver,
  GoalRevisionsResolver,
  ReferralFunnelResolver,
  EpisodesBehindResolver,
  EpisodeSearchResolver,
  FreezingResolver,
  FrozenReportsResolver,
  PatientsResolver,
  OrganisationResolver,
  PolicyReadResolver,
  ProjectionsResolver,
  PublishedResolver,
  RebuildingResolver,
  ReleasingResolver,
  IncompleteCaseloadResolver,
  IncompleteFindingsResolver,
  SubscriptionResolver,
  CaseloadChangesResolver,
  OutcomesChangesResolver,
  TextResolver,
  PatientTextsResolver,
  StaffTextsResolver,
];

const SERVICES: readonly Type[] = [
  CaseloadWatches,
  OutcomesWatches,
  Rounds,
  Telling,
  ChangedStreams,
  Commands,
  EpisodeCommands,
  EpisodeReads,
  EpisodeWatches,
  FindPatientsHandler,
  Moments,
  PastCaseloads,
  IncompleteReads,
  FigureReads,
  Myself,
  PolicyAdoption,
  ReadCaseloadHandler,
  ReadEpisodeHandler,
  ReadChangesHandler,
  ReadFindingsHandler,
  ReadHistoryHandler,
  ReadOutcomesHandler,
  ReadPublishedOutcomesHandler,
  ReadControlChartHandler,
  ReadFunnelHandler,
  ReadGoalRevisionsHandler,
  ReadReferralFunnelHandler,
  ReadEpisodesBehindHandler,
  SearchEpisodesHandler,
  ReadPatientHandler,
  ReadClinicsHandler,
  ReadStaffHandler,
  ReadPolicyHandler,
  ReadProjectionsHandler,
  AskRebuildHandler,
  Referrals,
  PatientCommands,
  SlotsElsewhere,
  StaffCommands,
  TransactHandler,
  VisibleAnnouncer,
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
