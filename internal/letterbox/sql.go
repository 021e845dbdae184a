package letterbox

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's tables: how far each folder has been read, which mails
// were taken, what they propose, and who was sent a receipt. Mails, places and
// senders stand in them as keyed marks.
var Migrations = []store.Migration{{Room: "letterbox", Version: 1, SQL: `
CREATE TABLE letterbox_places (
	tenant   TEXT NOT NULL,
	place    BYTEA NOT NULL,
	validity BIGINT NOT NULL,
	uid      BIGINT NOT NULL,
	PRIMARY KEY (tenant, place)
);
CREATE TABLE letterbox_mails (
	tenant TEXT NOT NULL,
	mail   BYTEA NOT NULL,
	taken  BIGINT NOT NULL,
	PRIMARY KEY (tenant, mail)
);
CREATE TABLE letterbox_receipts (
	tenant TEXT NOT NULL,
	sender BYTEA NOT NULL,
	sent   BIGINT NOT NULL,
	PRIMARY KEY (tenant, sender)
);
CREATE TABLE letterbox_proposals (
	tenant   TEXT NOT NULL,
	proposal TEXT NOT NULL,
	state    TEXT NOT NULL,
	rights   TEXT NOT NULL,
	stop     TEXT NOT NULL,
	received BIGINT NOT NULL,
	taken    BIGINT NOT NULL,
	decided  BIGINT NOT NULL,
	receipt  BOOLEAN NOT NULL,
	key      TEXT NOT NULL,
	sealed   BYTEA,
	PRIMARY KEY (tenant, proposal)
);
CREATE INDEX letterbox_proposals_state ON letterbox_proposals (tenant, state, received);
CREATE INDEX letterbox_proposals_stop ON letterbox_proposals (tenant, stop);
`}}

// position is how far a folder has been read.
type position struct{ validity, uid int64 }

func positionOf(tx *store.Tx, place []byte) (p position, err error) {
	err = tx.QueryRow(`SELECT validity, uid FROM letterbox_places WHERE tenant = $1 AND place = $2`, tx.Tenant(), place).Scan(&p.validity, &p.uid)
	if varsam.CodeOf(err) == varsam.NotFound {
		return position{}, nil
	}
	return p, err
}

func setPosition(tx *store.Tx, place []byte, p position) error {
	_, err := tx.Exec(`INSERT INTO letterbox_places (tenant, place, validity, uid) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, place) DO UPDATE SET validity = excluded.validity, uid = excluded.uid`, tx.Tenant(), place, p.validity, p.uid)
	return err
}

// take notes that a mail is taken, and reports false when it was already.
func take(tx *store.Tx, mail []byte) (bool, error) {
	n, err := tx.Exec(`INSERT INTO letterbox_mails (tenant, mail, taken) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, tx.Tenant(), mail, tx.Now().UnixMicro())
	return n == 1, err
}

// mayAnswer notes a receipt to a sender, and reports false when they had one since.
func mayAnswer(tx *store.Tx, sender []byte, since time.Time) (bool, error) {
	n, err := tx.Exec(`INSERT INTO letterbox_receipts (tenant, sender, sent) VALUES ($1, $2, $3)
		ON CONFLICT (tenant, sender) DO UPDATE SET sent = excluded.sent WHERE letterbox_receipts.sent < $4`,
		tx.Tenant(), sender, tx.Now().UnixMicro(), since.UnixMicro())
	return n == 1, err
}

const proposalColumns = `proposal, state, rights, stop, received, taken, decided, receipt, key`

func scanProposal(rows *store.Rows) (p Proposal, err error) {
	var rights string
	var received, taken, decided int64
	err = rows.Scan(&p.ID, &p.State, &rights, &p.stop, &received, &taken, &decided, &p.Receipt, &p.key)
	for _, r := range strings.Fields(rights) {
		p.Rights = append(p.Rights, varsam.Right(r))
	}
	p.Received, p.Taken, p.Decided = instant(received), instant(taken), instant(decided)
	p.Stopped = p.stop != ""
	return p, err
}

// instant reads microseconds; 0 is no time.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func insertProposal(tx *store.Tx, p Proposal, sealed []byte) error {
	words := make([]string, len(p.Rights))
	for i, r := range p.Rights {
		words[i] = string(r)
	}
	_, err := tx.Exec(`INSERT INTO letterbox_proposals (tenant, `+proposalColumns+`, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.Tenant(), p.ID, p.State, strings.Join(words, " "), p.stop, p.Received.UnixMicro(), tx.Now().UnixMicro(), 0, p.Receipt, p.key, sealed)
	return err
}

func listProposals(tx *store.Tx, state State) ([]Proposal, error) {
	return store.List(tx, scanProposal, `SELECT `+proposalColumns+` FROM letterbox_proposals WHERE tenant = $1 AND state = $2 ORDER BY received, proposal`, tx.Tenant(), state)
}

// unstopped are the proposals whose stop of advertising has not been carried out.
func unstopped(tx *store.Tx) ([]Proposal, error) {
	return store.List(tx, scanProposal, `SELECT `+proposalColumns+` FROM letterbox_proposals WHERE tenant = $1 AND stop = $2 ORDER BY received, proposal`, tx.Tenant(), stopWaits)
}

func getProposal(tx *store.Tx, id string) (Proposal, error) {
	all, err := store.List(tx, scanProposal, `SELECT `+proposalColumns+` FROM letterbox_proposals WHERE tenant = $1 AND proposal = $2`, tx.Tenant(), id)
	if err != nil || len(all) == 0 {
		return Proposal{}, orNotFound(err, id)
	}
	return all[0], nil
}

func orNotFound(err error, id string) error {
	if err != nil {
		return err
	}
	return varsam.Errorf(varsam.NotFound, "no letter proposes %s; varsam inbox requests lists those that wait", id)
}

func sealedOf(tx *store.Tx, id string) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM letterbox_proposals WHERE tenant = $1 AND proposal = $2`, tx.Tenant(), id).Scan(&sealed)
	return sealed, err
}

func setStop(tx *store.Tx, id, stop string) error {
	_, err := tx.Exec(`UPDATE letterbox_proposals SET stop = $3 WHERE tenant = $1 AND proposal = $2`, tx.Tenant(), id, stop)
	return err
}

func setState(tx *store.Tx, id string, state State, sealed []byte) error {
	_, err := tx.Exec(`UPDATE letterbox_proposals SET state = $3, decided = $4, sealed = $5 WHERE tenant = $1 AND proposal = $2`,
		tx.Tenant(), id, state, tx.Now().UnixMicro(), sealed)
	return err
}

// over are the decided proposals whose letters are no longer needed.
func over(tx *store.Tx, before time.Time) ([]Proposal, error) {
	return store.List(tx, scanProposal, `SELECT `+proposalColumns+` FROM letterbox_proposals WHERE tenant = $1 AND decided > 0 AND decided < $2 ORDER BY proposal`,
		tx.Tenant(), before.UnixMicro())
}

func drop(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM letterbox_proposals WHERE tenant = $1 AND proposal = $2`, tx.Tenant(), id)
	return err
}

// dropOld forgets receipts and mails so old that nobody reads them again.
func dropOld(tx *store.Tx, receipts, mails time.Time) error {
	if _, err := tx.Exec(`DELETE FROM letterbox_receipts WHERE tenant = $1 AND sent < $2`, tx.Tenant(), receipts.UnixMicro()); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM letterbox_mails WHERE tenant = $1 AND taken < $2`, tx.Tenant(), mails.UnixMicro())
	return err
}
