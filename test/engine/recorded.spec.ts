import type { Header } from '../../src/domain/envelope';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import { aggregates, type Upcaster } from '../../src/engine/aggregates';
import { recorded, UpgradeNeeded } from '../../src/engine/recorded';

/** As if a release had added `payerName` to what an authorization says, from version 2 on. */
const addPayerName: Upcaster = (data) => ({ payerName: 'unknown', ...data });
const nextRelease = {
  schemas: aggregates.episode.schemas,
  schemaVersions: { AuthorizationGranted: 2 },
  upcasters: { AuthorizationGranted: addPayerName },
};

function stored(type: string, data: object, schemaVersion = 1) {
  const header = { schemaVersion } as Header; // all that reading looks at
  return { type, header: JSON.stringify(header), data: JSON.stringify(data), position: 1 };
}

function corrected(entrySchemaVersion: number, replacement: object) {
  const entryType = 'AuthorizationGranted';
  return stored('EntryCorrected', { entryId: 'e', entryType, entrySchemaVersion, replacement });
}

describe('a start of a session from before its answers were kept', () => {
  const { episode } = aggregates;

  it.each([true, false])('knows only whether it was asked: %p', (asked) => {
    const old = { sessionId: 's', contraindicationsAsked: asked };
    const event = recorded<EpisodeEvent>(stored('SessionStarted', old), episode);
    expect(event.data).toEqual({ sessionId: 's', screening: { detail: 'ASKED_ONLY', asked } });
  });

  it('of the present shape is left as it is', () => {
    const present = { sessionId: 's', screening: { detail: 'ANSWERS', answers: [] } };
    const event = recorded<EpisodeEvent>(stored('SessionStarted', present, 2), episode);
    expect(event.data).toEqual(present);
  });
});

describe('reading an entry of an older shape', () => {
  it('brings it to the present one', () => {
    const event = recorded<EpisodeEvent>(
      stored('AuthorizationGranted', { visits: 6 }),
      nextRelease,
    );
    expect(event.data).toEqual({ visits: 6, payerName: 'unknown' });
  });

  it('brings what a correction put in its place there too, by the shape that it had', () => {
    const old = recorded<EpisodeEvent>(corrected(1, { visits: 6 }), nextRelease);
    expect(old.data).toMatchObject({
      entrySchemaVersion: 2,
      replacement: { visits: 6, payerName: 'unknown' },
    });
    const present = corrected(2, { visits: 6, payerName: 'AOK' });
    expect(recorded<EpisodeEvent>(present, nextRelease).data).toMatchObject({
      replacement: { visits: 6, payerName: 'AOK' },
    });
  });

  it('does not guess what a later release meant, in an entry or a correction', () => {
    const read = (event: ReturnType<typeof stored>) => () => recorded(event, nextRelease);
    expect(read(stored('AuthorizationGranted', {}, 3))).toThrow(UpgradeNeeded);
    expect(read(corrected(3, {}))).toThrow(UpgradeNeeded);
    expect(read(stored('constructor', {}))).toThrow(UpgradeNeeded);
  });
});
