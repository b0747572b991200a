-- Which request took the id, and what it kept: the same request that comes again goes on with that message.
ALTER TABLE wbpm_message_ids ADD COLUMN request text, ADD COLUMN buffered_id uuid;
