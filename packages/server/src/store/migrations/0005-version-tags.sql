-- What its author calls a version of a process or decision; calls may name it. Null for what was deployed before.
ALTER TABLE wbpm_process_definitions ADD COLUMN version_tag text;
ALTER TABLE wbpm_decision_definitions ADD COLUMN version_tag text;
