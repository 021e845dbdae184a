CREATE TABLE respondents (id INTEGER PRIMARY KEY, email VARCHAR(190), name VARCHAR(190), closed_on DATE);
CREATE TABLE answers (id INTEGER PRIMARY KEY, respondent_id INTEGER NOT NULL REFERENCES respondents (id), comment VARCHAR(190));
