/** Documents that several specs ask. */

export const EPISODE = `query Episode($id: UUID!, $asOf: AsOf, $atLeast: AtLeast) {
  episode(id: $id, asOf: $asOf, atLeast: $atLeast) {
    id version phase zone clinicId lateEntries lapsesAt noSessionAfter
    asOf { position evaluatedAt }
    patient { id name { value erased } birthDate { value } number { value } }
    therapist { id name { value } }
    referral { receivedAt receivedOn condition urgency bodySites
      referrer { role organisation { value } name { value } } prescription { issuedOn visits }
      diagnoses { code assertedByRole } caseMix { ageBand sex symptomDuration payerClass }
      labels { key code } indication { value erased } imported { source line } }
    decision { status at reason { value } }
    authorizations { id visits used from to payerClass }
    consent { by scope formVersion at }
    assessments { id kind at findings { value } }
    observations { id instrument bodySite score at on occasion assessment items { item value } }
    primary { instrument bodySite baseline { score } better threshold thresholdSource }
    goals { id status kind current { id target due } progress { original current } }
    sessions { id status bookedFrom therapist { id } startedAt endedAt on missReason
      treatment { techniques pressure } deviations { code } notes { value } }
    reactions { id severity at sessionId description { value } }
    hold { reason since reviewOn }
    discharge { at on reason finalObservationId report { value } }
  } }`;

export const GOAL = `query Goal($episodeId: UUID!, $goalId: UUID!, $asOf: AsOf) {
  goal(episodeId: $episodeId, goalId: $goalId, asOf: $asOf) {
    id kind status baseline { score } measure { instrument bodySite } gasLevel scoredBy
    lineage { versions { id target due statement { value } importance difficulty setAt recordedAt
      author { id name { value } } reason { code words { value } } evidence { kind id } changed
      difference { path before after } } }
    observations { score at }
    attainment { original { value state settledAt } current { value state settledAt } }
    progress { original current }
    asOf { position evaluatedAt }
  } }`;

const CHANGE = '{ episodeId entries recordedAt asOf { position evaluatedAt } }';

export const CHANGES = `query Changes($around: AsOf, $of: ChangesOfInput, $asOf: AsOf) {
  changes(around: $around, of: $of, asOf: $asOf) { around { position evaluatedAt }
    last ${CHANGE} previous ${CHANGE} next ${CHANGE} laterEntries
    asOf { position evaluatedAt } } }`;

export const CASELOAD = `query Caseload($therapistId: UUID, $clinicIds: [UUID!],
    $conditions: [String!], $first: Int, $after: String, $asOf: AsOf, $atLeast: AtLeast) {
  caseload(therapistId: $therapistId, clinicIds: $clinicIds, conditions: $conditions,
      first: $first, after: $after, asOf: $asOf, atLeast: $atLeast) {
    totalCount asOf { position evaluatedAt }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { episodeId clinicId condition phase urgency receivedAt
      patient { id name { value erased } } therapist { id name { value } }
      sessionsUsed sessionsAuthorized nextSession { id at } lastSessionAt consent
      goals { id measure due progressOriginal progressCurrent }
      deadlines { goalDueOn lapsesAt noSessionAfter authorizedUntil } flags
      hold { reason since reviewOn } reactions lastReactionAt lateEntries deviations } }
  } }`;

export const HISTORY = `query History($id: UUID!, $asOf: AsOf, $atLeast: AtLeast) {
  episodeHistory(id: $id, asOf: $asOf, atLeast: $atLeast) {
    episodeId asOf { position evaluatedAt }
    events { id type version position occurredAt recordedAt loggedAt late actor { id name { value } }
      actorRole reasonCode texts { field text { value erased } } data hash correctedBy inError
      stored { header data sealedBytes prevHash intact } holds holdsAt corrections { takesOut recordedAt difference { path before after } }
      difference { path before after } }
  } }`;

export const EPISODES_FOUND = `query Found($patientId: UUID, $actorId: String, $types: [EntryType!],
    $recordedAfter: DateTime, $recordedUntil: DateTime, $first: Int, $asOf: AsOf) {
  episodesFound(patientId: $patientId, actorId: $actorId, types: $types, first: $first,
      recordedAfter: $recordedAfter, recordedUntil: $recordedUntil, asOf: $asOf) {
    totalCount lookedAtAfter asOf { position evaluatedAt }
    episodes { episodeId clinicId condition phase entries patient { id name { value } }
      therapist { id name { value } }
      latest { id type version position occurredAt recordedAt actor { id name { value } } } } } }`;

export const REPLAY = `query Replay($id: UUID!, $toVersion: Int!) {
  replay(id: $id, toVersion: $toVersion) {
    version recordedAt state asOf { position evaluatedAt }
    episode { id version phase asOf { position evaluatedAt } goals { id current { target } } }
  } }`;

const SUMMARY = '{ n mean sd median q1 q3 }';
const ATTAINMENT = '{ n missing pending abandoned shareReached median q1 q3 }';
export const OUTCOMES = `query Outcomes($filter: OutcomeFilterInput, $groupBy: OutcomeGrouping,
    $label: String, $course: CourseInput, $asOf: AsOf, $atLeast: AtLeast) {
  outcomes(filter: $filter, groupBy: $groupBy, label: $label, course: $course, asOf: $asOf,
      atLeast: $atLeast) {
    figuresVersion asOf { position evaluatedAt }
    groups { key label course { day n mean sd median }
      figures { episodes eligible ineligible complete missing lapsed completionShare
        responders { n of share interval { low high } unjudged } bounds { worst best }
        change ${SUMMARY} attainment { original ${ATTAINMENT} current ${ATTAINMENT} }
        maintain { n kept share missing pending } gas { n baselineT achievedT changeT unscored }
        sessionsPerEpisode ${SUMMARY} daysToFirstSession ${SUMMARY} dischargeReasons { reason n }
        reactionsPer1000 { reactions sessions rate low high }
        missedSessionRate { missed of share interval { low high } } } }
  } }`;

export const CHART = `query Chart($figure: ChartFigure!, $filter: OutcomeFilterInput,
    $screenRanges: Boolean, $asOf: AsOf) {
  controlChart(figure: $figure, filter: $filter, screenRanges: $screenRanges, asOf: $asOf) {
    figure figuresVersion asOf { position evaluatedAt }
    limits { from mean lower upper meanRange rangeLimit points state }
    points { month value movingRange signals }
  } }`;

const LIMITS = '{ at inner { low high } outer { low high } }';
export const FUNNEL = `query Funnel($figure: FunnelFigure!, $units: FunnelUnits!, $label: String,
    $filter: OutcomeFilterInput, $asOf: AsOf) {
  funnel(figure: $figure, units: $units, label: $label, filter: $filter, asOf: $asOf) {
    figure centre tau2 phi figuresVersion asOf { position evaluatedAt }
    units { key label n events value place limits ${LIMITS} } curve ${LIMITS}
  } }`;

export const GOAL_REVISIONS = `query Revisions($filter: OutcomeFilterInput,
    $groupBy: OutcomeGrouping, $label: String, $asOf: AsOf) {
  goalRevisions(filter: $filter, groupBy: $groupBy, label: $label, asOf: $asOf) {
    figuresVersion asOf { position evaluatedAt }
    groups { key label figures { goals revised revisions easier harder mixed same reasons { reason n }
      daysToFirst ${SUMMARY} worth { n reachedOriginal reachedCurrent gain ${SUMMARY} } } }
  } }`;

export const REFERRAL_FUNNEL = `query Referrals($filter: OutcomeFilterInput, $asOf: AsOf) {
  referralFunnel(filter: $filter, asOf: $asOf) {
    received declined accepted firstSession discharged figuresVersion
    daysToAccept ${SUMMARY} daysToFirstSession ${SUMMARY} daysToDischarge ${SUMMARY}
    asOf { position evaluatedAt }
  } }`;

export const CLINICS = `query Clinics($closed: Boolean, $asOf: AsOf) {
  clinics(closed: $closed, asOf: $asOf) { clinics { id name zone closed } } }`;

export const STAFF = `query Staff($clinicIds: [UUID!], $roles: [Role!], $retired: Boolean,
    $first: Int, $after: UUID, $asOf: AsOf) {
  staff(clinicIds: $clinicIds, roles: $roles, retired: $retired, first: $first, after: $after,
      asOf: $asOf) {
    staff { id name { value } roles { role clinicIds } specialties { code }
      licences { validUntil number { value } } retired }
    totalCount next } }`;

export const POLICY = `query Policy($inForceAt: DateTime, $asOf: AsOf) {
  policy(inForceAt: $inForceAt, asOf: $asOf) {
    version since lapseDays screening retentionYears
    techniqueCertificates { technique certificate } conditions { code specialty }
    contraindications { kind bars { all techniques } untilCleared { site } }
    planCertification { withinDays } thresholds { instrument threshold { value type source } }
    instruments { code kind better min max ofSite wholeNumbers threshold { value source }
      items { numbered { item min max } answeredMin namedMax namedHighest } }
    asOf { position } } }`;

export const BEHIND = `query Behind($place: FigurePlace!, $filter: OutcomeFilterInput,
    $groupBy: OutcomeGrouping, $label: String, $key: String, $first: Int, $after: String,
    $asOf: AsOf) {
  episodesBehind(place: $place, filter: $filter, groupBy: $groupBy, label: $label, key: $key,
      first: $first, after: $after, asOf: $asOf) {
    place figure counted totalCount figuresVersion asOf { position evaluatedAt }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { episodeId clinicId patient { id name { value } }
      therapist { id name { value } } condition indexOn lapsed baseline final change responder
      counted } }
  } }`;
