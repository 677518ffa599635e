-- One row for each row of bundle_text (same key): what it was made from, and what a search filters on.
-- `version` differs from the catalogue's where the text is out of date; the next sync puts it right.
CREATE TABLE bundle_index (
  bundle_id INTEGER PRIMARY KEY,
  collection_id INTEGER NOT NULL,
  platform TEXT NOT NULL,
  version TEXT NOT NULL
);
CREATE INDEX bundle_index_by_collection ON bundle_index (collection_id);
