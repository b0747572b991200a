-- Leases that ran out without an answer since the job last failed: each has used up an attempt.
ALTER TABLE wbpm_jobs ADD COLUMN lost_leases integer NOT NULL DEFAULT 0 CHECK (lost_leases >= 0);

-- The nodes at work on this database, by its clock. They belong to the installation, not to a tenant.
CREATE TABLE wbpm_nodes (
  node_id      text NOT NULL PRIMARY KEY,
  started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON wbpm_nodes TO wbpm_runtime;
