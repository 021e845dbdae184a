CREATE TABLE members (
	id INTEGER PRIMARY KEY, email VARCHAR(190), name VARCHAR(190), unsubscribed INTEGER NOT NULL DEFAULT 0, given_at VARCHAR(190),
	withdrawn_at VARCHAR(190), wording VARCHAR(190)
);
