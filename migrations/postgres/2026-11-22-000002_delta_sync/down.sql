ALTER TABLE regions DROP COLUMN moved_to;
DROP INDEX sync_item_by_scope;
DROP TABLE sync_directory;
DROP TABLE sync_root;
DROP TABLE sync_head;
DROP TABLE sync_publication;
