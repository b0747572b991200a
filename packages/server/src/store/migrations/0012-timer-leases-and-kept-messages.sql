-- A lease is written into the row of a timer just before the row goes. With room left on its page no index hears of it.
ALTER TABLE wbpm_process_timers SET (fillfactor = 60);

-- What is kept for a key is found without reading all that is kept under the name.
CREATE INDEX idx_buffered_messages_key
  ON wbpm_buffered_messages (tenant_id, md5(name), md5(correlation_key), buffered_id)
  WHERE correlation_key IS NOT NULL;
