-- The store that grows, for SQLite and PostgreSQL alike. A later form of it is a further file here (2.sql ...), never a change of this one.

-- What was read in each report, by the digest of the document and of what read it; rows nobody refers to are kept readings.
CREATE TABLE readings (
  document TEXT NOT NULL, made TEXT NOT NULL, digest TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (document, made)
);

-- One row an `add` or `remove` that changed anything, counted from 1; `made_with` as in account.json.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY, added INTEGER NOT NULL, removed INTEGER NOT NULL, told INTEGER NOT NULL, made_with TEXT NOT NULL
);

-- Stories as they are told now: `digest` of all they are told from, `run` they were told in, `last` day of a report,
-- `story` as grouped, `lines` printed, `body` the account of the story without its readings.
CREATE TABLE stories (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, run INTEGER NOT NULL REFERENCES runs (run), last TEXT, story TEXT NOT NULL,
  lines TEXT NOT NULL, body TEXT NOT NULL
);

-- Reports, each by the digest of its document; one that was found twice under one id has two rows and is told once.
CREATE TABLE reports (
  document TEXT PRIMARY KEY, made TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, text_id TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (run), FOREIGN KEY (document, made) REFERENCES readings (document, made)
);

-- What was noticed when files were read: file or report, and why.
CREATE TABLE notices (
  stage TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (stage, subject, message)
);

-- Lines over time: `item` is the id of its first form; a row where a line became new or changed, without `value` where it ended.
CREATE TABLE history (
  item TEXT NOT NULL, run INTEGER NOT NULL REFERENCES runs (run), id TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
  value TEXT, PRIMARY KEY (item, run)
);

CREATE INDEX reports_by_id ON reports (id);
CREATE INDEX reports_by_name ON reports (name);
CREATE INDEX history_by_id ON history (id);
