-- Surveys that customers let us carry out among their own staff: their data, not
-- ours.
CREATE TABLE customers (
	id {id} PRIMARY KEY,
	name {text} NOT NULL
);

CREATE TABLE surveys (
	id {id} PRIMARY KEY,
	customer_id {id} NOT NULL REFERENCES customers (id),
	title {text} NOT NULL,
	opened_on {date} NOT NULL,
	closed_on {date}
);

CREATE TABLE respondents (
	id {id} PRIMARY KEY,
	survey_id {id} REFERENCES surveys (id),
	email {text} NOT NULL,
	name {text},
	department {text},
	invited_at {time} NOT NULL,
	answered_at {time},
	anonymised_on {date}
);

CREATE TABLE answers (
	id {id} PRIMARY KEY,
	respondent_id {id} REFERENCES respondents (id),
	question {text} NOT NULL,
	score INTEGER,
	comment {long},
	anonymised_on {date}
);

-- after

CREATE INDEX surveys_customer ON surveys (customer_id);

CREATE INDEX respondents_survey ON respondents (survey_id);

CREATE INDEX respondents_email ON respondents (email);

CREATE INDEX answers_respondent ON answers (respondent_id);
