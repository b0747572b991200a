-- How many steps an instance has taken since its last wait when a turn stopped at its limit; null: it rests.
-- Whoever goes on with it goes on counting, so that a loop without end is found out on any node.
ALTER TABLE wbpm_process_instances ADD COLUMN unfinished_steps bigint;
UPDATE wbpm_process_instances SET unfinished_steps = 0 WHERE unfinished;
DROP INDEX idx_process_instances_unfinished;
ALTER TABLE wbpm_process_instances DROP COLUMN unfinished;
CREATE INDEX idx_process_instances_unfinished ON wbpm_process_instances (tenant_id, instance_id)
  WHERE unfinished_steps IS NOT NULL;
