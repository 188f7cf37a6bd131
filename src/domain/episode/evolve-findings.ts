import { textRef, type Recorded } from '../envelope';
import type { EpisodeEventOf } from './events';
import { entryIdOf } from './evolvers';
import type { Finding } from './findings';
import type { Episode } from './state';

export function evolveFindingRaised(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'FindingRaised'>>,
): Episode {
  const at = event.header.occurredAt;
  const finding: Finding = { id: entryIdOf(event), at, ...event.data, closed: null };
  return { ...episode, findings: [...episode.findings, finding] };
}

export function evolveFindingClosed(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'FindingClosed'>>,
): Episode {
  const { header, data } = event;
  const closed = {
    at: header.occurredAt,
    how: data.how,
    by: header.actor,
    words: textRef(event, 'words'),
  };
  const findings = episode.findings.map((finding) =>
    finding.id === data.findingId ? { ...finding, closed } : finding,
  );
  return { ...episode, findings };
}
