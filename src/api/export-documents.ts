/** A list or dashboard as a file: what is asked, and where its rows are. */
export interface ExportDocument {
  readonly query: string;
  /** Where in the answer the rows are; absent: the answer is the row. */
  readonly rows?: 'edges' | 'groups' | 'points' | 'units';
  /** What is small is hidden by the query itself: null. */
  readonly isHidden?: boolean;
}

const WHEN = 'asOf: $asOf';
const MOMENT = 'asOf { position evaluatedAt }';
const VERSION = `figuresVersion ${MOMENT}`;
const SUMMARY = '{ n mean sd median q1 q3 }';
const ATTAINMENT = '{ n reached missing pending abandoned shareReached median q1 q3 }';
const INTERVAL = '{ low high }';
const GAS = 'n baselineT achievedT changeT unscored';
const PAGE = `${MOMENT} pageInfo { hasNextPage endCursor }`;

/* No document asks for a text: a file is pseudonymous, and nothing sealed leaves by it. */

const CASELOAD = `query Export($therapistId: UUID, $clinicIds: [UUID!], $conditions: [String!],
    $first: Int, $after: String, $asOf: AsOf) {
  caseload(therapistId: $therapistId, clinicIds: $clinicIds, conditions: $conditions,
      first: $first, after: $after, ${WHEN}) { ${PAGE}
    edges { node { episodeId patient { id } clinicId therapist { id } condition phase urgency
      receivedAt sessionsUsed sessionsAuthorized nextSession { id at } lastSessionAt consent
      goals { id measure due progressOriginal progressCurrent }
      deadlines { goalDueOn certifyBy lapsesAt noSessionAfter authorizedUntil }
      contraindications flags hold { reason since reviewOn } reactions lastReactionAt lateEntries
      deviations findings } } } }`;

const FINDINGS = `query Export($filter: FindingsFilterInput, $first: Int, $after: String,
    $asOf: AsOf) {
  findings(filter: $filter, first: $first, after: $after, ${WHEN}) { ${PAGE}
    edges { node { id episodeId rule entryId entryType raisedAt facts
      closed { at how by { id } } } } } }`;

const OUTCOMES = `query Export($filter: OutcomeFilterInput, $groupBy: OutcomeGrouping,
    $label: String, $asOf: AsOf) {
  outcomes(filter: $filter, groupBy: $groupBy, label: $label, ${WHEN}) { ${VERSION}
    groups { key figures { episodes eligible ineligible complete missing lapsed completionShare
      responders { n of share interval ${INTERVAL} unjudged } bounds { worst best }
      change ${SUMMARY} attainment { original ${ATTAINMENT} current ${ATTAINMENT} }
      maintain { n kept share missing pending } gas { ${GAS} original { ${GAS} } }
      sessionsPerEpisode ${SUMMARY} daysToFirstSession ${SUMMARY} dischargeReasons { reason n }
      reactionsPer1000 { reactions sessions rate low high }
      missedSessionRate { missed of share interval ${INTERVAL} } } } } }`;

/** Beside the chart, how many episodes each month has: by that small months are found. */
const CONTROL_CHART = `query Export($figure: ChartFigure!, $filter: OutcomeFilterInput,
    $screenRanges: Boolean, $asOf: AsOf) {
  controlChart(figure: $figure, filter: $filter, screenRanges: $screenRanges, ${WHEN}) {
    figure ${VERSION} limits { from mean lower upper meanRange rangeLimit points state }
    points { month value movingRange signals } }
  outcomes(filter: $filter, groupBy: MONTH, ${WHEN}) { groups { key figures { episodes } } } }`;

const FUNNEL = `query Export($figure: FunnelFigure!, $units: FunnelUnits!, $label: String,
    $filter: OutcomeFilterInput, $asOf: AsOf) {
  funnel(figure: $figure, units: $units, label: $label, filter: $filter, ${WHEN}) {
    figure centre tau2 phi ${VERSION}
    units { key n events value place
      limits { inner ${INTERVAL} outer ${INTERVAL} } } } }`;

const GOAL_REVISIONS = `query Export($filter: OutcomeFilterInput, $groupBy: OutcomeGrouping,
    $label: String, $asOf: AsOf) {
  goalRevisions(filter: $filter, groupBy: $groupBy, label: $label, ${WHEN}) { ${VERSION}
    groups { key figures { goals revised revisions easier harder mixed same reasons { reason n }
      daysToFirst ${SUMMARY} worth { n reachedOriginal reachedCurrent gain ${SUMMARY} } } } } }`;

const REFERRAL_FUNNEL = `query Export($filter: OutcomeFilterInput, $asOf: AsOf) {
  referralFunnel(filter: $filter, ${WHEN}) { ${VERSION}
    received declined accepted firstSession discharged daysToAccept ${SUMMARY}
    daysToFirstSession ${SUMMARY} daysToDischarge ${SUMMARY} } }`;

const PUBLISHED_OUTCOMES = `query Export($year: Int!, $quarter: Int!) {
  publishedOutcomes(year: $year, quarter: $quarter) { ${VERSION}
    groups { clinicId condition episodes
      outcomes { eligible complete completionShare judged responders responderShare } } } }`;

/** By the name of the query. */
export const EXPORTS = {
  caseload: { query: CASELOAD, rows: 'edges' },
  findings: { query: FINDINGS, rows: 'edges' },
  outcomes: { query: OUTCOMES, rows: 'groups' },
  controlChart: { query: CONTROL_CHART, rows: 'points' },
  funnel: { query: FUNNEL, rows: 'units' },
  goalRevisions: { query: GOAL_REVISIONS, rows: 'groups' },
  referralFunnel: { query: REFERRAL_FUNNEL },
  publishedOutcomes: { query: PUBLISHED_OUTCOMES, rows: 'groups', isHidden: true },
} as const satisfies Readonly<Record<string, ExportDocument>>;

export type ExportName = keyof typeof EXPORTS;
