-- The wrapped key of each person (`patient-…`, `staff-…`) and of the organisation.
--
-- A key lies here only wrapped by the master key, which is never in the database. Losing a row is
-- losing the texts it seals: that is what erasure means, and why the rows are backed up apart from
-- the log.

create schema keys authorization anamnesis_log;
set role anamnesis_log;

create table keys.person_key (
  owner text collate "C" primary key,
  wrapped bytea not null,
  -- Says which master key wrapped it, without saying anything about that key.
  master_key_id text not null,
  created_at timestamptz not null default clock_timestamp()
);

comment on table keys.person_key is 'One wrapped key an owner; made once, before it first seals.';

grant usage on schema keys to anamnesis_app;
-- Made once and never replaced by the service.
grant select, insert on keys.person_key to anamnesis_app;

reset role;
