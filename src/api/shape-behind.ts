import type { LocalDate } from '../domain/time';
import {
  placeInList,
  type BehindDetail,
  type EpisodeBehind as Behind,
} from '../projections/read-behind';
import type { BehindRead } from './behind';
import { EpisodeBehind, EpisodeBehindEdge, EpisodesBehind } from './behind-types';
import { PageInfo } from './caseload-types';
import { filled } from './filled';
import { FIGURES_VERSION } from './shape-outcomes';
import { Patient, staffAt } from './texts';

/** A page of the episodes behind a figure. */
export function shapeBehind(read: BehindRead): EpisodesBehind {
  const { place, figure, open, page, hasMore, isLater, details, moment } = read;
  const edges = page.flatMap((one) => {
    const detail = details.get(one.episodeId);
    return detail ? [edge(one, detail, moment.position)] : [];
  });
  const pageInfo = filled(PageInfo, {
    hasNextPage: hasMore,
    hasPreviousPage: isLater,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  });
  return filled(EpisodesBehind, {
    edges,
    pageInfo,
    place,
    figure,
    counted: open.reduce((sum, { counted }) => sum + counted, 0),
    totalCount: open.length,
    figuresVersion: FIGURES_VERSION,
    asOf: moment,
  });
}

function edge(one: Behind, detail: BehindDetail, position: number): EpisodeBehindEdge {
  const { indexOn, ...figures } = one;
  return filled(EpisodeBehindEdge, {
    cursor: Buffer.from(placeInList(one)).toString('base64url'),
    node: filled(EpisodeBehind, {
      ...figures,
      indexOn: indexOn as LocalDate, // a day made by the domain, as text
      clinicId: detail.clinic_id,
      condition: detail.condition,
      patient: filled(Patient, { recordedAs: detail.patient_id, position }),
      therapist: staffAt(detail.outcome_therapist_id, position),
    }),
  });
}
