-- What a client has asked to be done once (services/operation/once.ts): the same token of the same person with the same
-- input gives the first result again. Written with the row it stands for, so that neither is there without the other.
create table client_token (
  actor text not null,
  token text not null,
  operation text not null,
  -- SHA-256 of the arguments, hex.
  input_hash text not null,
  -- Key of what was made.
  result_id text not null,
  created_at timestamptz not null default office_now(),
  constraint client_token_key primary key (actor, token),
  constraint client_token_length check (char_length(token) between 1 and 100)
);
comment on table client_token is 'Requests that were made under a token of the client';
grant select, insert on client_token to meetassist_api;
grant select on client_token to meetassist_archive;
