-- The payroll program.
CREATE TABLE employees (
	id {id} PRIMARY KEY,
	number {text} NOT NULL UNIQUE,
	manager_id {id} REFERENCES employees (id),
	name {text} NOT NULL,
	personal_number {text} NOT NULL UNIQUE,
	email {text} NOT NULL,
	private_email {text},
	phone {text},
	street {text} NOT NULL,
	postcode {text} NOT NULL,
	city {text} NOT NULL,
	bank_account {text} NOT NULL,
	hired_on {date} NOT NULL,
	left_on {date}
);

CREATE TABLE salaries (
	id {id} PRIMARY KEY,
	employee_id {id} NOT NULL REFERENCES employees (id),
	month {text} NOT NULL,
	gross {money} NOT NULL,
	tax {money} NOT NULL,
	booked_on {date} NOT NULL,
	blocked_on {date}
);

CREATE TABLE timesheets (
	id {id} PRIMARY KEY,
	employee_id {id} NOT NULL REFERENCES employees (id),
	worked_on {date} NOT NULL,
	hours {money} NOT NULL,
	note {text},
	blocked_on {date}
);

CREATE TABLE absences (
	id {id} PRIMARY KEY,
	employee_id {id} NOT NULL REFERENCES employees (id),
	kind {text} NOT NULL,
	starts_on {date} NOT NULL,
	ends_on {date} NOT NULL,
	note {long}
);

-- after

CREATE INDEX employees_manager ON employees (manager_id);

CREATE INDEX employees_email ON employees (email);

CREATE INDEX salaries_employee ON salaries (employee_id);

CREATE INDEX timesheets_employee ON timesheets (employee_id);

CREATE INDEX absences_employee ON absences (employee_id);
