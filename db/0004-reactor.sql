-- How far reactors have read the log: what they did up to there is in the log itself. Not derived
-- and not exchanged with the read models; a lost row only makes them look at everything again.

create schema reactor;

create table reactor.checkpoint (
  name text primary key,
  position bigint not null
);

comment on table reactor.checkpoint is 'One row a reactor; moved by compare-and-set.';

grant usage on schema reactor to anamnesis_app;
grant select, insert, update on reactor.checkpoint to anamnesis_app;
