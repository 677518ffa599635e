CREATE VIRTUAL TABLE bundle_text USING fts5(
  name, display_name, tasks, tags, documentation, readme,
  bundle_id UNINDEXED,
  tokenize = 'porter unicode61 remove_diacritics 2',
  prefix = '2 3'
);
