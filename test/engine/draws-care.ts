import { plusDays } from '../../src/domain/time';
import type { EpisodeId } from '../../src/domain/ids';
import { maybe, pain, type Draws } from './draw-scene';

/** No episode of any history: what it repeats is not looked up. */
const OTHER = 'e0000000-0000-4000-8000-000000000001' as EpisodeId;
const PHYSICIAN = { staffId: null, role: 'PHYSICIAN' };

/** Safety, what goes on between sessions, and endings. */
export const careDraws: Draws<
  | 'ReportReaction'
  | 'PutOnHold'
  | 'Resume'
  | 'RecordContraindication'
  | 'ClearContraindication'
  | 'ResolveContraindication'
  | 'GiveHomeProgramme'
  | 'ReportAdherence'
  | 'RecordFeedback'
  | 'ReportProgress'
  | 'AcknowledgeReport'
  | 'Discharge'
  | 'ReopenEpisode'
  | 'VoidEpisode'
> = {
  ReportReaction: ({ dice }) => [
    {
      type: 'ReportReaction',
      severity: dice.pick(['MILD', 'MODERATE', 'SEVERE']),
      sessionId: null,
      description: 'sample reaction',
      action: undefined,
      told: undefined,
    },
  ],
  PutOnHold: () => [{ type: 'PutOnHold', holdReason: 'ILLNESS', words: undefined, reviewOn: null }],
  Resume: ({ episode }) =>
    episode.hold
      ? [
          { type: 'Resume', words: undefined },
          { type: 'Resume', words: 'sample' },
        ]
      : [{ type: 'Resume', words: undefined }],
  RecordContraindication: ({ dice }) =>
    dice.chance(40)
      ? [
          {
            type: 'RecordContraindication',
            kind: dice.pick(['DVT_HISTORY', 'ANTICOAGULATION', 'FEVER_OR_INFECTION', 'OTHER_KIND']),
            bodySite: null,
            bars: undefined,
            untilCleared: undefined,
            isAbsolute: dice.chance(10),
            words: 'sample contraindication',
          },
        ]
      : [],
  ClearContraindication: ({ episode, dice, today }) =>
    maybe(dice, episode.contraindications, ({ id: contraindicationId }) => ({
      type: 'ClearContraindication',
      contraindicationId,
      by: PHYSICIAN,
      byName: 'Sample Physician',
      authority: 'REFERRER',
      conditions: undefined,
      words: undefined,
      until: dice.chance(50) ? plusDays(today, dice.below(20)) : null,
    })),
  ResolveContraindication: ({ episode, dice }) =>
    maybe(dice, episode.contraindications, ({ id: contraindicationId }) => ({
      type: 'ResolveContraindication',
      contraindicationId,
      by: PHYSICIAN,
      byName: undefined,
      evidence: 'sample evidence',
    })),
  GiveHomeProgramme: ({ dice }) => [
    {
      type: 'GiveHomeProgramme',
      daysPerWeek: 1 + dice.below(7),
      until: null,
      exercises: 'sample exercises',
      advice: undefined,
    },
  ],
  ReportAdherence: ({ episode, dice }) =>
    maybe(dice, episode.progress.homeProgrammes, ({ entryId: programmeId, on }) => {
      const from = plusDays(on, dice.below(6));
      return {
        type: 'ReportAdherence',
        programmeId,
        from,
        to: plusDays(from, dice.below(4)),
        daysDone: dice.below(3),
        daysAsked: undefined,
        words: undefined,
      };
    }),
  RecordFeedback: () => [
    {
      type: 'RecordFeedback',
      for: 'THERAPIST',
      tone: 'MIXED',
      sessionId: null,
      words: 'sample feedback',
    },
  ],
  ReportProgress: ({ today }) => [
    {
      type: 'ReportProgress',
      recipient: { kind: 'REFERRER' },
      from: plusDays(today, -7),
      to: today,
      goals: undefined,
      report: 'sample report',
    },
  ],
  AcknowledgeReport: ({ episode, dice }) =>
    maybe(dice, episode.progress.reports, ({ entryId: reportId }) => ({
      type: 'AcknowledgeReport',
      reportId,
      answer: undefined,
      saidBy: 'Sample Physician',
    })),
  Discharge: ({ episode, dice }) =>
    dice.chance(25)
      ? [
          {
            type: 'Discharge',
            dischargeReason: 'PLATEAU',
            observations: [pain(dice.below(11))],
            finalMissingBecause: undefined,
            goals: episode.goals
              .filter(({ status }) => status.status === 'open')
              .map(({ id }) => ({ goalId: id, outcome: 'NOT_MEASURED' as const, words: 'sample' })),
            cancelSessions: episode.sessions
              .filter(({ status }) => status === 'booked')
              .map(({ id }) => id),
            report: undefined,
            findings: undefined,
          },
        ]
      : [],
  ReopenEpisode: ({ episode }) =>
    episode.discharge
      ? [
          { type: 'ReopenEpisode', words: 'sample return' },
          { type: 'ReopenEpisode', words: 'sample return' },
        ]
      : [],
  VoidEpisode: ({ dice }) =>
    dice.chance(6)
      ? [
          {
            type: 'VoidEpisode',
            voidReason: dice.pick(['WRONG_PATIENT', 'DUPLICATE']),
            duplicateOf: OTHER,
            words: 'sample void',
          },
        ]
      : [],
};
