-- Rebuilds that were asked for: by any process, done by the one that owns the read models. A row
-- outlives the process that works on it, so that the next owner begins again.

create table reactor.rebuild (
  id uuid primary key,
  models text[],
  stream text,
  asked_by text not null,
  asked_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  started_at timestamptz,
  phase text,
  done bigint not null default 0,
  total bigint not null default 0,
  ended_at timestamptz,
  result json,
  error text
);

comment on table reactor.rebuild is
  'Of the models named, of one stream, or (neither) of all read models.';

-- One at a time, whoever asks.
create unique index rebuild_open on reactor.rebuild ((true)) where ended_at is null;

grant select, insert, update on reactor.rebuild to anamnesis_app;
