-- Search ranks and counts over segments: the words of a block of bundles in one text, which an isolate reads once per version.
-- Full text (FTS5) answers what needs the order of words: phrases. Everything here is made from the main database again by the next sync.
DROP TABLE bundle_text;
DROP TABLE bundle_index;
CREATE VIRTUAL TABLE bundle_text USING fts5(
  name, display_name, tasks, tags, documentation, readme,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
-- What one bundle adds to its segment. `version` differs from the catalogue's where it is out of date; the next sync puts it right.
CREATE TABLE bundle_index (
  bundle_id INTEGER PRIMARY KEY,
  collection_id INTEGER NOT NULL,
  segment INTEGER NOT NULL,
  version TEXT NOT NULL,
  card TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  entry TEXT NOT NULL
);
CREATE INDEX bundle_index_by_collection ON bundle_index (collection_id, bundle_id, version);
CREATE INDEX bundle_index_by_segment ON bundle_index (segment);
CREATE TABLE tasks (
  bundle_id INTEGER NOT NULL,
  task INTEGER NOT NULL,
  hit TEXT NOT NULL,
  PRIMARY KEY (bundle_id, task)
) WITHOUT ROWID;
-- `wanted` changes with every bundle of the segment; `built` is the one that the parts were made from.
CREATE TABLE segments (
  segment INTEGER PRIMARY KEY,
  wanted TEXT NOT NULL,
  built TEXT NOT NULL
);
-- A row may hold two megabytes: a segment stands in as many parts as it needs.
CREATE TABLE segment_parts (
  segment INTEGER NOT NULL,
  part INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (segment, part)
) WITHOUT ROWID;
