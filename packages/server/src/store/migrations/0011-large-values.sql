-- Large values live in a file store; rows hold their SHA-256 and size, and null where the value would be.

ALTER TABLE wbpm_variables
  ADD COLUMN value_sha256 bytea CHECK (octet_length(value_sha256) = 32),
  ADD COLUMN value_bytes  bigint CHECK (value_bytes > 0);
ALTER TABLE wbpm_variables_archive
  ADD COLUMN value_sha256 bytea,
  ADD COLUMN value_bytes  bigint;

-- What was taken out of `events`: [{"pointer", "sha256", "bytes"}], kept as text because the hash covers it.
ALTER TABLE wbpm_journal ADD COLUMN large_values text;

-- Which instance refers to which file. A row is written before its file and committed with the change that
-- refers to it; one that stays uncommitted for long belongs to a change that never happened.
CREATE TABLE wbpm_large_values (
  tenant_id    text NOT NULL,
  instance_id  uuid NOT NULL,
  sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),
  bytes        bigint NOT NULL CHECK (bytes > 0),
  is_committed boolean NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, instance_id, sha256)
);

-- The sweep finds a file in the store and asks who refers to it.
CREATE INDEX idx_large_values_file ON wbpm_large_values (sha256);
CREATE INDEX idx_large_values_uncommitted ON wbpm_large_values (created_at) WHERE NOT is_committed;

ALTER TABLE wbpm_large_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE wbpm_large_values FORCE ROW LEVEL SECURITY;
CREATE POLICY runtime ON wbpm_large_values TO wbpm_runtime USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON wbpm_large_values TO wbpm_runtime;

-- The one store of this database, and when its files are looked through next.
CREATE TABLE wbpm_file_store (
  only_one      boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),
  store_id      uuid NOT NULL,
  claimed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  next_sweep_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Files that are being deleted. Nobody refers to one of them anew before it is known to be gone.
-- `tenant_key` is the folder the tenant's files have in the store.
CREATE TABLE wbpm_condemned_files (
  tenant_key   text NOT NULL,
  sha256       bytea NOT NULL,
  condemned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_key, sha256)
);

GRANT SELECT, INSERT, UPDATE ON wbpm_file_store TO wbpm_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON wbpm_condemned_files TO wbpm_runtime;
