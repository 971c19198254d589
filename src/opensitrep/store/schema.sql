-- The account of one run. One schema for SQLite and (by store/postgres.py) PostgreSQL: per table an id, the columns we search by, and `body` as JSON.
-- Column names that Datasette knows (latitude, longitude) and foreign keys give facets and a map there.

CREATE TABLE made_with (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE stories (id TEXT PRIMARY KEY, title TEXT NOT NULL, reports INTEGER NOT NULL, body TEXT NOT NULL);

CREATE TABLE reports (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, outlet TEXT, title TEXT, url TEXT, language TEXT, published TEXT,
  story TEXT REFERENCES stories (id), text TEXT NOT NULL, body TEXT NOT NULL
);

CREATE TABLE places (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, latitude REAL, longitude REAL, precision TEXT,
  body TEXT NOT NULL
);

CREATE TABLE actors (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, side TEXT, country TEXT, body TEXT NOT NULL);

CREATE TABLE origins (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, side TEXT, claims INTEGER, body TEXT NOT NULL);

CREATE TABLE events (
  id TEXT PRIMARY KEY, story TEXT REFERENCES stories (id), type TEXT, mode TEXT, status TEXT NOT NULL, currency TEXT NOT NULL,
  start TEXT, "end" TEXT, place TEXT REFERENCES places (id), latitude REAL, longitude REAL, reports INTEGER, origins INTEGER,
  parent TEXT REFERENCES events (id), words TEXT, body TEXT NOT NULL
);

CREATE TABLE claims (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports (id), event TEXT REFERENCES events (id),
  origin TEXT REFERENCES origins (id), speaker TEXT REFERENCES actors (id), act TEXT NOT NULL, modality TEXT, channel TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, words TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE facts (
  id TEXT PRIMARY KEY, story TEXT REFERENCES stories (id), event TEXT REFERENCES events (id), place TEXT REFERENCES places (id),
  slot TEXT NOT NULL, verdict TEXT NOT NULL, why TEXT, "values" INTEGER, origins_lower INTEGER, origins_upper INTEGER, body TEXT NOT NULL
);

CREATE TABLE control (
  id INTEGER PRIMARY KEY, place TEXT REFERENCES places (id), story TEXT REFERENCES stories (id), holder TEXT, status TEXT NOT NULL,
  start TEXT, "end" TEXT, body TEXT NOT NULL
);

CREATE TABLE calendar (
  id INTEGER PRIMARY KEY, event TEXT REFERENCES events (id), start TEXT, "end" TEXT, outcome TEXT NOT NULL, body TEXT NOT NULL
);

CREATE TABLE judgements (id INTEGER PRIMARY KEY, "left" TEXT NOT NULL, "right" TEXT NOT NULL, verdict TEXT NOT NULL, by TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE problems (id INTEGER PRIMARY KEY, stage TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE series (
  id TEXT PRIMARY KEY, story TEXT REFERENCES stories (id), event TEXT REFERENCES events (id), fate TEXT NOT NULL, population TEXT,
  period TEXT, "values" INTEGER, low REAL, high REAL, verdict TEXT NOT NULL, origins_lower INTEGER, origins_upper INTEGER,
  shown INTEGER NOT NULL, body TEXT NOT NULL
);

CREATE TABLE positions (
  id TEXT PRIMARY KEY, story TEXT REFERENCES stories (id), event TEXT REFERENCES events (id), about TEXT NOT NULL, sides INTEGER,
  verdict TEXT NOT NULL, shown INTEGER NOT NULL, body TEXT NOT NULL
);

CREATE TABLE standings (id INTEGER PRIMARY KEY, claim TEXT NOT NULL, interest TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE resolutions (id INTEGER PRIMARY KEY, field TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE unplaced (id INTEGER PRIMARY KEY, count TEXT NOT NULL, body TEXT NOT NULL);

CREATE INDEX events_by_start ON events (start);
CREATE INDEX claims_by_event ON claims (event);
CREATE INDEX facts_by_event ON facts (event);

CREATE VIRTUAL TABLE reports_text USING fts5 (title, text, content = 'reports');
