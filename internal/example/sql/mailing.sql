-- The mailing service's list.
CREATE TABLE members (
	id {id} PRIMARY KEY,
	email {text} NOT NULL UNIQUE,
	name {text},
	status {text} NOT NULL CHECK (status IN ('subscribed', 'unsubscribed')),
	given_at {time},
	wording {text},
	withdrawn_at {time},
	last_opened_at {time}
);
