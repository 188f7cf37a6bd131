import { answerCsv } from '../../src/cli/answer-csv';

const ASKED = `query ($asOf: AsOf) { caseload(asOf: $asOf) { asOf { position evaluatedAt } totalCount
  edges { cursor node { episodeId nextSession { at } flags goals { due progressCurrent } } } } }`;
const MOMENT = { position: '12', evaluatedAt: '2026-03-31T15:00:00.000Z' };

describe('anamnesis query --format csv', () => {
  it('writes the nodes of a list under the fields of the document', async () => {
    const nodes = [
      { episodeId: 'A', nextSession: null, flags: [], goals: [] },
      {
        episodeId: 'B',
        nextSession: { at: '2026-04-01T08:00:00.000Z' },
        flags: ['GOAL_DUE', 'ON_HOLD'],
        goals: [{ due: '2026-05-01', progressCurrent: 1 / 3 }],
      },
    ];
    const edges = nodes.map((node, index) => ({ cursor: String(index), node }));
    const data = { caseload: { asOf: MOMENT, totalCount: 2, edges } };
    expect((await answerCsv(ASKED, data)).split('\n')).toEqual([
      '# position,12',
      '# evaluatedAt,2026-03-31T15:00:00.000Z',
      'episodeId,nextSession.at,flags,goals',
      'A,,,',
      'B,2026-04-01T08:00:00.000Z,GOAL_DUE ON_HOLD,' +
        '"[{""due"":""2026-05-01"",""progressCurrent"":0.3333333333333333}]"',
      '',
    ]);
  });

  it('writes the columns of a list that is empty, and an answer without a list as a row', async () => {
    const none = await answerCsv(ASKED, { caseload: { asOf: MOMENT, totalCount: 0, edges: [] } });
    expect(none.split('\n').slice(2)).toEqual(['episodeId,nextSession.at,flags,goals', '']);
    const me = { me: { subject: 'demo-manager-1', staffId: null, roles: [{ role: 'MANAGER' }] } };
    const asked = '{ me { subject roles { role } } }';
    expect(await answerCsv(asked, me)).toBe('role\nMANAGER\n');
    const alone = '{ me { subject } }';
    expect(await answerCsv(alone, { me: { subject: 'demo-manager-1' } })).toBe(
      'subject\ndemo-manager-1\n',
    );
  });
});
