-- By what patients are found: keyed hashes of their details, made of the sealed texts whenever they
-- are missing. Not in the log, so that they can be let go; derived, but not by the read models,
-- which never open a text.

create schema search;

create table search.token (
  -- The entry that has the details.
  event_id uuid not null,
  -- Names the key that they were made with; those of another one mean nothing any more.
  key_id text not null,
  patient_id uuid not null,
  tokens text[] not null,
  primary key (event_id, key_id)
);

comment on table search.token is 'Keyed hashes of the details of a patient, under a key that goes.';

create index token_tokens on search.token using gin (tokens);

grant usage on schema search to anamnesis_app;
grant select, insert, delete on search.token to anamnesis_app;
