import { textRef } from '../envelope';
import { localDate } from '../time';
import { entryIdOf, type Evolvers } from './evolvers';
import type { Episode } from './state';
import type { Progress } from './state-progress';

/** Nothing of all this yet. */
export const noProgress: Progress = { homeProgrammes: [], feedback: [], reports: [] };

/** Entries about something that is not there (its own entry is out) change nothing. */
export const progressEvolvers: Evolvers<
  | 'HomeProgrammeGiven'
  | 'HomeProgrammeAdherenceReported'
  | 'PatientFeedbackRecorded'
  | 'ProgressReported'
  | 'ReportAcknowledged'
> = {
  HomeProgrammeGiven: (episode, event) => {
    const at = event.header.occurredAt;
    const programme = {
      ...event.data,
      entryId: entryIdOf(event),
      at,
      on: localDate(at, episode.zone),
      exercises: textRef(event, 'exercises'),
      advice: textRef(event, 'advice'),
      adherence: [],
    };
    const { homeProgrammes } = episode.progress;
    return withProgress(episode, { homeProgrammes: [...homeProgrammes, programme] });
  },

  HomeProgrammeAdherenceReported: (episode, event) => {
    const { programmeId, ...reported } = event.data;
    const adherence = {
      ...reported,
      entryId: entryIdOf(event),
      at: event.header.occurredAt,
      words: textRef(event, 'words'),
    };
    return withProgress(episode, {
      homeProgrammes: episode.progress.homeProgrammes.map((programme) =>
        programme.entryId === programmeId
          ? { ...programme, adherence: [...programme.adherence, adherence] }
          : programme,
      ),
    });
  },

  PatientFeedbackRecorded: (episode, event) => {
    const said = {
      ...event.data,
      entryId: entryIdOf(event),
      entryVersion: event.header.version,
      at: event.header.occurredAt,
      words: textRef(event, 'words'),
    };
    return withProgress(episode, { feedback: [...episode.progress.feedback, said] });
  },

  ProgressReported: (episode, event) => {
    const report = {
      ...event.data,
      entryId: entryIdOf(event),
      at: event.header.occurredAt,
      report: textRef(event, 'report'),
      acknowledged: null,
    };
    return withProgress(episode, { reports: [...episode.progress.reports, report] });
  },

  ReportAcknowledged: (episode, event) => {
    const acknowledged = {
      entryId: entryIdOf(event),
      at: event.header.occurredAt,
      answer: textRef(event, 'answer'),
      saidBy: textRef(event, 'saidBy'),
    };
    return withProgress(episode, {
      reports: episode.progress.reports.map((report) =>
        report.entryId === event.data.reportId ? { ...report, acknowledged } : report,
      ),
    });
  },
};

function withProgress(episode: Episode, changed: Partial<Progress>): Episode {
  return { ...episode, progress: { ...episode.progress, ...changed } };
}
