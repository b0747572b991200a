-- The node that has leased an instance of a batch: whoever notices that it died ends its leases.
ALTER TABLE wbpm_batch_instances ADD COLUMN worker text;
