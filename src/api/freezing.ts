import { QueryBus } from '@nestjs/cqrs';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { ClinicId } from '../domain/ids';
import type { OperationsCommand } from '../domain/operations/decider';
import type { FrozenQuery } from '../domain/operations/events';
import type { Moment } from '../engine/past';
import type { When } from './as-of';
import { ReadControlChart, ReadFunnel } from './charts';
import { Commands, type NewIds } from './commands';
import type { CommandInput } from './command-input';
import { notFound } from './errors';
import {
  FreezeReportInput,
  RebaseChartInput,
  type FrozenQuestionInput,
  type FrozenReferralFunnelInput,
} from './freezing-inputs';
import { ReadGoalRevisions } from './goal-revisions';
import {
  ControlChartArgs,
  FunnelArgs,
  GoalRevisionsArgs,
  OutcomeFilterInput,
  OutcomesArgs,
  ReferralFunnelArgs,
} from './outcome-inputs';
import { OperationsAccepted, OperationsOutcome } from './outcome-types';
import { ReadOutcomes } from './outcomes';
import type { Plain } from './plain';
import { ReadReferralFunnel } from './referral-funnel';
import { clinicsReached } from './rights';
import { filled } from './filled';
import { acceptedFields, notAccepted } from './shape-outcome';
import { shapeOutcomes } from './shape-outcomes';
import { Calling, type Caller, type Viewer } from './viewer';
import { Needs } from './wishes';

/** What every answer about figures says of itself. */
interface Answer {
  readonly asOf: Moment;
  readonly figuresVersion: number;
}
interface Filtered {
  readonly filter?: OutcomeFilterInput | null;
}
interface Asked {
  readonly query: FrozenQuery;
  readonly arguments: object;
  readonly answer: Promise<Answer>;
}

@Resolver()
export class FreezingResolver {
  constructor(
    private readonly bus: QueryBus,
    private readonly commands: Commands,
  ) {}

  @Mutation(() => OperationsOutcome, {
    description:
      'Keeps an answer about figures as it is given now, or was at a moment: it reads the same ' +
      'whatever becomes of rules and formulas. Managers and clinical leads: of their clinics.',
  })
  @Needs('FREEZE_REPORTS')
  async freezeReport(
    @Args('input', { description: 'The question, and a name.' }) input: FreezeReportInput,
    @Calling() caller: Caller,
  ) {
    const { name, question, asOf } = input;
    const viewer = await caller.viewer.fresh();
    const clinics = scopeOf(viewer, caller.right, questionIn(question).filter?.clinicIds ?? null);
    const asked = this.#ask(viewer, question, clinics, { asOf: asOf ?? null });
    const answer = await asked.answer;
    const { position, evaluatedAt } = answer.asOf;
    const frozen = {
      query: asked.query,
      arguments: plain(asked.arguments),
      result: plain(answer),
      ...{ position, evaluatedAt, clinics },
      figuresVersion: answer.figuresVersion,
    };
    return this.#send(caller, input, clinics, ({ reportId }) => ({
      type: 'FreezeReport',
      name,
      reportId,
      ...frozen,
    }));
  }

  @Mutation(() => OperationsOutcome, {
    description:
      'Begins new limits of a control chart at a month, for a reason: what was before is no ' +
      'measure of what is since. Managers and clinical leads: for their clinics.',
  })
  @Needs('REBASE_CHARTS')
  async rebaseChart(
    @Args('input', { description: 'Which chart, from when, why.' }) input: RebaseChartInput,
    @Calling() caller: Caller,
  ) {
    const { figure } = input;
    const month = input.from.slice(0, 7);
    const viewer = await caller.viewer.fresh();
    const clinics = scopeOf(viewer, caller.right, input.clinicIds ?? null);
    const make = () => ({ type: 'RebaseChart', figure, month, clinics }) as const;
    return this.#send(caller, input, clinics, make);
  }

  /** The question with the clinics that it ends at, and its answer as its query gives it. */
  #ask(
    viewer: Viewer,
    question: FrozenQuestionInput,
    clinics: ClinicId[] | null,
    when: When,
  ): Asked {
    const within = <T extends Filtered>(args: Plain<T>) => {
      const filter: Plain<OutcomeFilterInput> = args.filter ?? {};
      return { ...args, filter: filled(OutcomeFilterInput, { ...filter, clinicIds: clinics }) };
    };
    const { outcomes, controlChart, funnel, goalRevisions, referralFunnel } = question;
    if (outcomes) {
      const args = within(outcomes);
      const read = this.bus.execute(
        new ReadOutcomes(viewer, filled(OutcomesArgs, { ...args, ...when })),
      );
      return { query: 'OUTCOMES', arguments: args, answer: read.then(shapeOutcomes) };
    }
    if (controlChart) {
      const args = within(controlChart);
      const asked = filled(ControlChartArgs, { ...args, ...when });
      const answer = this.bus.execute(new ReadControlChart(viewer, asked));
      return { query: 'CONTROL_CHART', arguments: args, answer };
    }
    if (funnel) {
      const args = within(funnel);
      const asked = filled(FunnelArgs, { ...args, ...when });
      const answer = this.bus.execute(new ReadFunnel(viewer, asked));
      return { query: 'FUNNEL', arguments: args, answer };
    }
    if (goalRevisions) {
      const args = within(goalRevisions);
      const asked = filled(GoalRevisionsArgs, { ...args, ...when });
      const answer = this.bus.execute(new ReadGoalRevisions(viewer, asked));
      return { query: 'GOAL_REVISIONS', arguments: args, answer };
    }
    const last: Plain<FrozenReferralFunnelInput> = referralFunnel ?? {};
    const args = within(last);
    const asked = filled(ReferralFunnelArgs, { ...args, ...when });
    const answer = this.bus.execute(new ReadReferralFunnel(viewer, asked));
    return { query: 'REFERRAL_FUNNEL', arguments: args, answer };
  }

  async #send(
    caller: Caller,
    input: Plain<CommandInput>,
    clinics: readonly ClinicId[] | null,
    make: (ids: NewIds) => OperationsCommand,
  ) {
    const [clinicId] = clinics ?? [];
    const target = clinicId === undefined ? {} : { clinicId };
    const { outcome } = await this.commands.toNew(caller, 'operations', input, target, (ids) => ({
      id: '',
      command: make(ids),
    }));
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    const frozen = outcome.events.find((event) => event.type === 'ReportFrozen');
    const reportId = frozen?.data.reportId ?? null;
    return filled(OperationsAccepted, { ...acceptedFields(outcome), reportId });
  }
}

function questionIn(question: FrozenQuestionInput): Filtered {
  const { outcomes, controlChart, funnel, goalRevisions, referralFunnel } = question;
  return outcomes ?? controlChart ?? funnel ?? goalRevisions ?? referralFunnel ?? {};
}

/** The clinics asked, each within the right (else `NOT_FOUND`); null: the whole organisation. */
function scopeOf(
  viewer: Viewer,
  right: Caller['right'],
  asked: readonly string[] | null,
): ClinicId[] | null {
  const { all, clinics } = clinicsReached(viewer, right);
  if (asked === null) return all ? null : [...clinics];
  const hidden = asked.find((id) => !all && !clinics.some((clinic) => clinic === id));
  if (hidden !== undefined || asked.length === 0) throw notFound('clinic', hidden ?? '');
  return [...asked] as ClinicId[]; // UUIDs, checked with the input; who may name any may name none
}

/** As JSON has it, without what an answer carries to look up names when it is given out. */
function plain(answer: object): Record<string, unknown> {
  const text = JSON.stringify(answer, function (this: object, key, value: unknown) {
    const isCarried = 'groupBy' in this && 'position' in this;
    return isCarried && (key === 'groupBy' || key === 'position') ? undefined : value;
  });
  return JSON.parse(text) as Record<string, unknown>; // an object went in
}
