-- Erasures that are intended: written before the entry that records one, and done once the keys are
-- gone. What is recorded and not done is completed by whichever process looks next, wherever the
-- one that began it ended; what was never recorded is left alone.

set role anamnesis_log;

create table keys.erasure (
  -- The entry that records it, known before it is written.
  event_id uuid primary key,
  patient_id uuid not null,
  request_id uuid not null,
  -- Who was merged into the patient and is erased with them.
  merged uuid[] not null,
  intended_at timestamptz not null default clock_timestamp(),
  done_at timestamptz
);

comment on table keys.erasure is 'What has to be done for each erasure that the log records.';

create index erasure_open on keys.erasure (intended_at) where done_at is null;

grant select, insert on keys.erasure to anamnesis_app;
grant update (done_at, merged) on keys.erasure to anamnesis_app;

reset role;
