CREATE TABLE addresses (id INTEGER PRIMARY KEY, street VARCHAR(190));
CREATE TABLE customers (
	id INTEGER PRIMARY KEY, name VARCHAR(190) NOT NULL, email VARCHAR(190), phone VARCHAR(190), pnr VARCHAR(190), address_id INTEGER,
	no_marketing INTEGER NOT NULL DEFAULT 0, FOREIGN KEY (address_id) REFERENCES addresses (id)
);
CREATE TABLE staff (id INTEGER PRIMARY KEY, name VARCHAR(190) NOT NULL, email VARCHAR(190));
CREATE TABLE orders (
	id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, what VARCHAR(190), closed_on DATE, FOREIGN KEY (customer_id) REFERENCES customers (id)
);
CREATE TABLE cases (
	id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, handler_id INTEGER, body VARCHAR(190),
	FOREIGN KEY (customer_id) REFERENCES customers (id), FOREIGN KEY (handler_id) REFERENCES staff (id)
);
CREATE TABLE invoices (
	id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, name VARCHAR(190), total NUMERIC(10,2), booked_on DATE,
	FOREIGN KEY (customer_id) REFERENCES customers (id)
);
CREATE TABLE restricted_invoices (
	id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, name VARCHAR(190), total NUMERIC(10,2), booked_on DATE,
	FOREIGN KEY (customer_id) REFERENCES customers (id)
);
