-- The business system: who buys, who delivers, what is agreed and what is billed.
CREATE TABLE companies (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	org_number {text} NOT NULL UNIQUE,
	invoice_email {text},
	city {text}
);

CREATE TABLE addresses (
	id {id} PRIMARY KEY,
	street {text} NOT NULL,
	postcode {text} NOT NULL,
	city {text} NOT NULL
);

CREATE TABLE contacts (
	id {id} PRIMARY KEY,
	company_id {id} NOT NULL REFERENCES companies (id),
	manager_id {id} REFERENCES contacts (id),
	address_id {id} REFERENCES addresses (id),
	name {text} NOT NULL,
	title {text},
	email {text},
	phone {text},
	marketing_blocked {bool} NOT NULL,
	last_contact_on {date} NOT NULL
);

CREATE TABLE consultants (
	id {id} PRIMARY KEY,
	address_id {id} REFERENCES addresses (id),
	name {text} NOT NULL,
	email {text} NOT NULL,
	phone {text},
	personal_number {text},
	bank_account {text},
	profile {long},
	profile_hidden {bool} NOT NULL,
	profile_given_at {time},
	profile_withdrawn_at {time},
	profile_wording {text},
	agreement_ended_on {date}
);

CREATE TABLE quotes (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	title {text} NOT NULL,
	status {text} NOT NULL,
	created_on {date} NOT NULL
);

CREATE TABLE orders (
	id {id} PRIMARY KEY,
	number {text} NOT NULL UNIQUE,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	title {text} NOT NULL,
	status {text} NOT NULL,
	ordered_on {date} NOT NULL,
	closed_on {date}
);

CREATE TABLE assignments (
	id {id} PRIMARY KEY,
	order_id {id} NOT NULL REFERENCES orders (id),
	consultant_id {id} NOT NULL REFERENCES consultants (id),
	role {text} NOT NULL,
	hourly_rate {money} NOT NULL,
	starts_on {date} NOT NULL,
	ends_on {date}
);

CREATE TABLE credit_checks (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	source {text} NOT NULL,
	credit_limit {money} NOT NULL,
	remark {text},
	checked_on {date} NOT NULL
);

CREATE TABLE invoices (
	id {id} PRIMARY KEY,
	number {text} NOT NULL UNIQUE,
	order_id {id} REFERENCES orders (id),
	contact_id {id} NOT NULL REFERENCES contacts (id),
	name {text} NOT NULL,
	street {text} NOT NULL,
	postcode {text} NOT NULL,
	city {text} NOT NULL,
	email {text},
	phone {text},
	amount {money} NOT NULL CHECK (amount >= 0),
	place {text} NOT NULL,
	issued_at {time} NOT NULL,
	booked_on {date} NOT NULL,
	due_on {date} NOT NULL,
	blocked_on {date}
);

CREATE TABLE invoice_lines (
	invoice_id {id} NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
	line INTEGER NOT NULL,
	consultant_id {id} REFERENCES consultants (id),
	item {text} NOT NULL,
	hours {money} NOT NULL,
	amount {money} NOT NULL,
	blocked_on {date},
	PRIMARY KEY (invoice_id, line)
);

CREATE TABLE payments (
	id {id} PRIMARY KEY,
	invoice_id {id} NOT NULL REFERENCES invoices (id),
	payer {text} NOT NULL,
	bank_account {text} NOT NULL,
	amount {money} NOT NULL,
	paid_on {date} NOT NULL,
	blocked_on {date}
);

-- after

CREATE INDEX contacts_company ON contacts (company_id);

CREATE INDEX contacts_manager ON contacts (manager_id);

CREATE INDEX contacts_address ON contacts (address_id);

CREATE INDEX contacts_email ON contacts (email);

CREATE INDEX contacts_phone ON contacts (phone);

CREATE INDEX consultants_address ON consultants (address_id);

CREATE INDEX consultants_email ON consultants (email);

CREATE INDEX consultants_number ON consultants (personal_number);

CREATE INDEX quotes_contact ON quotes (contact_id);

CREATE INDEX orders_contact ON orders (contact_id);

CREATE INDEX assignments_order ON assignments (order_id);

CREATE INDEX assignments_consultant ON assignments (consultant_id);

CREATE INDEX credit_checks_contact ON credit_checks (contact_id);

CREATE INDEX invoices_contact ON invoices (contact_id);

CREATE INDEX invoices_order ON invoices (order_id);

CREATE INDEX invoice_lines_consultant ON invoice_lines (consultant_id);

CREATE INDEX payments_invoice ON payments (invoice_id);

-- What everybody but the finance department reads: nothing blocked is in it.
CREATE VIEW current_invoices AS SELECT * FROM invoices WHERE blocked_on IS NULL;

CREATE VIEW current_invoice_lines AS SELECT * FROM invoice_lines WHERE blocked_on IS NULL;

CREATE VIEW current_payments AS SELECT * FROM payments WHERE blocked_on IS NULL;
