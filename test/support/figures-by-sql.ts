/**
 * Outcome figures by SQL on the raw entries of the log: written anew from docs/outcomes.md, to
 * check the program's with. Nothing of the domain, of the fold or of the read models is in it.
 * Parameters: $1 the moment of judging.
 */

/** Entries of episodes as their last correction has them, without what was voided. */
const ENTRIES = `
raw as materialized (
  select stream, version, id, type, header::jsonb as h, data::jsonb as d
  from log.event where stream like 'episode-%'
    and stream not in (select stream from log.event where type = 'EpisodeVoided')
), verdict as materialized (
  select distinct on (stream, d ->> 'entryId') stream, (d ->> 'entryId')::uuid as id, type,
    d -> 'replacement' as d, (d ->> 'occurredAt')::timestamptz as at
  from raw where type in ('EntryCorrected', 'EntryMarkedInError')
  order by stream, d ->> 'entryId', version desc
), entry as materialized (
  select raw.stream, raw.version, raw.id, raw.type, coalesce(verdict.d, raw.d) as d,
    coalesce(verdict.at, (raw.h ->> 'occurredAt')::timestamptz) as at
  from raw left join verdict using (stream, id)
  where raw.type not in ('EntryCorrected', 'EntryMarkedInError')
    and verdict.type is distinct from 'EntryMarkedInError'
), referral as materialized (
  select stream, d ->> 'zone' as zone, d ->> 'clinicId' as clinic, d -> 'labels' ->> 'arm' as arm,
    (d -> 'rules' ->> 'lapseDays')::numeric as lapse_days, at as received_at
  from entry where type = 'ReferralReceived'
), ended as materialized (
  select stream, type = 'Discharged' as discharged, at, d from (
    select distinct on (stream) * from entry where type in ('Discharged', 'EpisodeReopened')
    order by stream, at desc, version desc) last
), discharge as materialized (
  select stream, at, d from ended where discharged
), held as materialized (
  select stream, d ->> 'sessionId' as session, (d ->> 'endedAt')::timestamptz as at
  from entry where type = 'SessionCompleted'
), booked as materialized (
  select stream, max(until) as until from (
    select distinct on (stream, d ->> 'sessionId') stream, d ->> 'sessionId' as session,
      coalesce(d -> 'slot' ->> 'to', d ->> 'startedAt')::timestamptz as until
    from entry where type in ('SessionScheduled', 'SessionRescheduled', 'SessionStarted')
    order by stream, d ->> 'sessionId', type = 'SessionStarted', at desc, version desc) slot
  where not exists (
    select from entry e where e.stream = slot.stream and e.d ->> 'sessionId' = slot.session
      and e.type in ('SessionCompleted', 'SessionMissed', 'SessionCancelled'))
  group by stream
), accepted as materialized (
  select stream, max(at) as at from entry where type = 'ReferralAccepted' group by stream
)`;

/** Episodes with an index day: discharged, or lapsed. */
const MEMBERS = `
member as materialized (
  select r.stream, r.clinic, r.arm, r.received_at, x.at as discharged_at, x.d as discharge,
    x.at is null as lapsed, r.zone,
    (coalesce(x.at, last.at + r.lapse_days * interval '24 hours') at time zone r.zone)::date
      as index_on,
    (select count(*) from held where held.stream = r.stream)::int as sessions,
    (select count(distinct e.d ->> 'sessionId') from entry e
      where e.stream = r.stream and e.type = 'SessionMissed')::int as missed_sessions,
    (select count(*) from entry e
      where e.stream = r.stream and e.type = 'AdverseReactionReported')::int as reactions,
    (select max(at) from held where held.stream = r.stream) as last_held_at
  from referral r
  left join discharge x using (stream)
  left join lateral (
    select greatest(
      coalesce((select max(held.at) from held where held.stream = r.stream), b.until, a.at), b.until
    ) as at from accepted a left join booked b using (stream) where a.stream = r.stream
  ) last on true
  where x.at is not null or last.at + r.lapse_days * interval '24 hours' <= $1::timestamptz
)`;

/** Scores, and which of them belong to a discharge. None after the discharge. */
const SCORES = `
score as materialized (
  select e.stream, e.version, n, e.at, (o ->> 'id')::uuid as id, (o ->> 'score')::float8 as score,
    o ->> 'instrument' as instrument, coalesce(o ->> 'bodySite', '') as site,
    e.type = 'Discharged' or e.d ->> 'kind' = 'DISCHARGE' as of_discharge,
    o ->> 'occasion' = 'AFTER_SESSION' as after_session, e.id as entry
  from entry e join member m using (stream),
    jsonb_array_elements(e.d -> 'observations') with ordinality as each (o, n)
  where e.d ? 'observations' and (m.discharged_at is null or e.at <= m.discharged_at)
), primary_measure as materialized (
  select distinct on (e.stream) e.stream, s.at as baseline_at, s.score as baseline, p,
    (p ->> 'finalWindowDays')::numeric * interval '24 hours' as days,
    p -> 'measure' ->> 'instrument' as instrument,
    coalesce(p -> 'measure' ->> 'bodySite', '') as site
  from entry e cross join lateral (select e.d -> 'primary' as p) j
  left join score s on s.entry = e.id and s.instrument = p -> 'measure' ->> 'instrument'
    and s.site = coalesce(p -> 'measure' ->> 'bodySite', '')
  where e.type = 'AssessmentDone' and jsonb_typeof(p) = 'object'
  order by e.stream, e.at, e.version, s.n
), final as materialized (
  select distinct on (p.stream) p.stream, s.score as final
  from primary_measure p join member m using (stream) join score s
    on s.stream = p.stream and s.instrument = p.instrument and s.site = p.site
  where not s.after_session and s.at > p.baseline_at
    and (s.of_discharge or (s.at >= m.last_held_at - p.days and s.at < m.last_held_at + p.days))
  order by p.stream, s.at desc, s.version desc, s.n desc
), judged as materialized (
  select m.*, p.baseline, f.final, p.p -> 'rules' ->> 'better' as better,
    nullif(p.p -> 'rules' -> 'threshold', 'null') is not null as has_threshold,
    greatest((p.p -> 'rules' -> 'threshold' ->> 'value')::float8, p.baseline
      * coalesce((p.p -> 'rules' -> 'threshold' ->> 'percent')::float8, 0) / 100) as needed,
    case when p.p -> 'rules' ->> 'better' = 'lower' then p.baseline - (p.p -> 'rules' ->> 'min')::float8
      else (p.p -> 'rules' ->> 'max')::float8 - p.baseline end as room,
    case when p.p -> 'rules' ->> 'better' = 'lower' then p.baseline - f.final
      else f.final - p.baseline end as change
  from member m left join primary_measure p using (stream) left join final f using (stream)
), episode as materialized (
  select *, baseline is not null and (not has_threshold or room >= needed - 1e-9) as eligible,
    case when has_threshold and final is not null then change >= needed - 1e-9 end as responder
  from judged
)`;

/** Goals to improve that count, with what they reached by their first and their last version. */
const GOALS = `
version as materialized (
  select stream, d ->> 'goalId' as goal, at, version, type, d
  from entry where type in ('GoalSet', 'GoalReplaced', 'GoalRevised')
), opening as materialized (
  select * from version where type <> 'GoalRevised'
), rooted as materialized (
  select o.stream, o.goal, coalesce(b.goal, o.goal) as root from opening o
  left join opening b on b.stream = o.stream and b.goal = o.d -> 'replaces' ->> 'goalId'
), counting as materialized (
  select o.stream, o.goal, r.root,
    exists (select from entry e where e.stream = o.stream and e.type = 'GoalAbandoned'
        and e.d ->> 'goalId' = o.goal)
      or exists (select from member m, jsonb_array_elements(m.discharge -> 'goals') g
        where m.stream = o.stream and g ->> 'goalId' = o.goal and g ->> 'outcome' = 'ABANDONED')
      as abandoned
  from opening o join member using (stream) join rooted r using (stream, goal)
  where not exists (select from opening n
    where n.stream = o.stream and n.d -> 'replaces' ->> 'goalId' = o.goal)
), judged_version as materialized (
  select c.stream, c.goal, c.abandoned, 'original' as of, v.at as set_at, v.d -> 'terms' as terms,
    o.d as opened
  from counting c join opening o on o.stream = c.stream and o.goal = c.root
  join opening v on v.stream = c.stream and v.goal = c.root
  union all
  select c.stream, c.goal, c.abandoned, 'current', v.at, v.d -> 'terms', o.d
  from counting c join opening o on o.stream = c.stream and o.goal = c.goal
  join lateral (select * from version v where v.stream = c.stream and v.goal = c.goal
    order by v.at desc, v.version desc limit 1) v on true
), result as materialized (
  select j.stream, j.goal, j.of, j.abandoned, s.score is not null as has_score,
    coalesce(m.discharged_at, (j.terms -> 'window' ->> 'to')::timestamptz) <= $1::timestamptz
      or (j.terms -> 'window' ->> 'to')::timestamptz <= $1::timestamptz as settled,
    ((j.opened -> 'baseline' ->> 'score')::float8 - s.score) / nullif(
      (j.opened -> 'baseline' ->> 'score')::float8 - (j.terms ->> 'target')::float8, 0) as value
  from judged_version j join member m using (stream) left join lateral (
    select s.score from score s where s.stream = j.stream and not s.after_session
      and s.instrument = j.opened -> 'measure' ->> 'instrument'
      and s.site = coalesce(j.opened -> 'measure' ->> 'bodySite', '') and s.at > j.set_at
      and (s.of_discharge or (s.at >= (j.terms -> 'window' ->> 'from')::timestamptz
        and s.at < (j.terms -> 'window' ->> 'to')::timestamptz))
    order by s.at desc, s.version desc, s.n desc limit 1) s on true
  where j.opened ->> 'kind' = 'IMPROVE'
)`;

const ALL = `with ${ENTRIES}, ${MEMBERS}, ${SCORES}, ${GOALS}`;

/** Counts, completion, responders and change; `$2`: `clinic`, `arm`, or empty for all. */
export const COHORT_BY_SQL = `${ALL}
select case $2 when 'clinic' then clinic when 'arm' then arm end as key,
  count(*)::int as episodes, count(*) filter (where eligible)::int as eligible,
  count(*) filter (where eligible and final is not null)::int as complete,
  count(*) filter (where lapsed)::int as lapsed,
  count(*) filter (where eligible and final is not null and responder)::int as responders,
  count(*) filter (where eligible and final is not null and responder is not null)::int as judged,
  avg(change) filter (where eligible) as change_mean,
  stddev_samp(change) filter (where eligible) as change_sd,
  percentile_cont(0.5) within group (order by change) filter (where eligible) as change_median,
  avg(sessions)::float8 as sessions_mean, sum(sessions)::int as sessions,
  sum(missed_sessions)::int as missed_sessions, sum(reactions)::int as reactions
from episode group by 1 order by 1`;

/** Results of goals to improve, by the original and the current version. */
export const ATTAINMENT_BY_SQL = `${ALL}
select of, count(*) filter (where abandoned or (settled and value is not null))::int as n,
  count(*) filter (where not abandoned and settled and value >= 1 - 1e-9)::int as reached,
  count(*) filter (where not abandoned and settled and value is null)::int as missing,
  count(*) filter (where not abandoned and not settled)::int as pending,
  count(*) filter (where abandoned)::int as abandoned,
  percentile_cont(array[0.25, 0.5, 0.75]) within group (order by value)
    filter (where not abandoned and settled) as quartiles
from result group by of order by of desc`;

/** Limits of the mean number of sessions a month, of its months with episodes in a row. */
export const CHART_BY_SQL = `${ALL}
, monthly as (
  select to_char(index_on, 'YYYY-MM') as month, avg(sessions)::float8 as value
  from episode where index_on < date_trunc('month', $1::timestamptz - interval '12 hours')::date
  group by 1 order by 1
), ranged as (
  select *, abs(value - lag(value) over (order by month)) as range,
    (month || '-01')::date - interval '1 month'
      = (lag(month) over (order by month) || '-01')::date as follows
  from monthly
), kept as (
  select range from ranged where follows
    and range < 3.267 * (select avg(range) from ranged where follows)
)
select (select array_agg(month order by month) from monthly) as months,
  (select avg(value) from monthly) as mean, (select avg(range) from kept) as range,
  (select greatest(0, avg(value) - 2.66 * (select avg(range) from kept)) from monthly) as lower,
  (select avg(value) + 2.66 * (select avg(range) from kept) from monthly) as upper`;

/** Completion of the clinics, with the limits of a funnel of fewer than ten units. */
export const FUNNEL_BY_SQL = `${ALL}
, unit as (
  select clinic as key, count(*) filter (where eligible)::float8 as n,
    count(*) filter (where eligible and final is not null)::float8 as events
  from episode group by 1
), centre as (
  select asin(sqrt(sum(events) / sum(n))) as arc from unit
)
select key, n::int, events::int, sin(arc) ^ 2 as centre,
  sin(greatest(0, arc - 1.959964 / (2 * sqrt(n)))) ^ 2 as inner_low,
  sin(least(pi() / 2, arc + 1.959964 / (2 * sqrt(n)))) ^ 2 as inner_high,
  sin(greatest(0, arc - 3.090232 / (2 * sqrt(n)))) ^ 2 as outer_low,
  sin(least(pi() / 2, arc + 3.090232 / (2 * sqrt(n)))) ^ 2 as outer_high
from unit, centre order by key`;
