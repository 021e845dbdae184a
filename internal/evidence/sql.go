package evidence

import (
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam/internal/store"
)

// Migrations are the log's tables.
var Migrations = []store.Migration{{Room: "evidence", Version: 1, SQL: `
CREATE TABLE evidence_logs (
	tenant TEXT NOT NULL,
	origin TEXT NOT NULL,
	size   BIGINT NOT NULL, -- numbered leaves
	root   BYTEA NOT NULL,  -- of the tree of that size
	signed BIGINT NOT NULL, -- leaves under the checkpoint
	note   TEXT NOT NULL,   -- the checkpoint
	PRIMARY KEY (tenant)
);
CREATE TABLE evidence_leaves (
	tenant  TEXT NOT NULL,
	id      BYTEA NOT NULL, -- its hash in the tree
	idx     BIGINT,         -- its number, once it has one
	request TEXT NOT NULL,
	at      BIGINT NOT NULL,
	seq     BIGINT NOT NULL, -- order among leaves of one instant
	leaf    BYTEA NOT NULL,
	PRIMARY KEY (tenant, id),
	UNIQUE (tenant, idx)
);
CREATE INDEX evidence_leaves_pending ON evidence_leaves (tenant, at, seq, id) WHERE idx IS NULL;
CREATE INDEX evidence_leaves_request ON evidence_leaves (tenant, request);
CREATE TABLE evidence_tiles (
	tenant TEXT NOT NULL,
	level  BIGINT NOT NULL,
	n      BIGINT NOT NULL,
	hashes BYTEA NOT NULL,
	PRIMARY KEY (tenant, level, n)
);
CREATE TABLE evidence_annexes (
	tenant TEXT NOT NULL,
	leaf   BYTEA NOT NULL,
	seal   TEXT NOT NULL, -- the key's id
	sealed BYTEA NOT NULL,
	PRIMARY KEY (tenant, leaf),
	FOREIGN KEY (tenant, leaf) REFERENCES evidence_leaves (tenant, id)
);`}, {Room: "evidence", Version: 2, SQL: `
CREATE TABLE evidence_checkpoints (
	tenant TEXT NOT NULL,
	size   BIGINT NOT NULL, -- leaves under it
	at     BIGINT NOT NULL, -- when it was signed; 0 for the one that stood before this list
	note   TEXT NOT NULL,
	PRIMARY KEY (tenant, size)
);
INSERT INTO evidence_checkpoints (tenant, size, at, note) SELECT tenant, signed, 0, note FROM evidence_logs WHERE note <> '';
CREATE TABLE evidence_packs (
	tenant  TEXT NOT NULL,
	at      BIGINT NOT NULL,
	digest  TEXT NOT NULL, -- of its bytes, SHA-256, hex
	request TEXT NOT NULL,
	made_by TEXT NOT NULL, -- opaque
	bytes   BIGINT NOT NULL,
	PRIMARY KEY (tenant, at, digest)
);`}}

// logRow is the state of a tenant's log.
type logRow struct {
	origin string
	tree   tlog.Tree
	signed int64
	note   string
}

func selectLog(tx *store.Tx) (row logRow, err error) {
	var root []byte
	err = tx.QueryRow(`SELECT origin, size, root, signed, note FROM evidence_logs WHERE tenant = $1`,
		tx.Tenant()).Scan(&row.origin, &row.tree.N, &root, &row.signed, &row.note)
	copy(row.tree.Hash[:], root)
	return row, err
}

func selectOrigin(tx *store.Tx) (origin string, err error) {
	err = tx.QueryRow(`SELECT origin FROM evidence_logs WHERE tenant = $1`, tx.Tenant()).Scan(&origin)
	return origin, err
}

func insertLog(tx *store.Tx, origin string) error {
	_, err := tx.Exec(`
		INSERT INTO evidence_logs (tenant, origin, size, root, signed, note) VALUES ($1, $2, 0, $3, 0, '')
		ON CONFLICT (tenant) DO NOTHING`, tx.Tenant(), origin, []byte{})
	return err
}

// updateSize is fenced: it changes nothing when somebody else numbered leaves.
func updateSize(tx *store.Tx, old, tree tlog.Tree) (int64, error) {
	return tx.Exec(`UPDATE evidence_logs SET size = $3, root = $4 WHERE tenant = $1 AND size = $2`,
		tx.Tenant(), old.N, tree.N, tree.Hash[:])
}

func updateNote(tx *store.Tx, signed int64, note string) error {
	_, err := tx.Exec(`UPDATE evidence_logs SET signed = $2, note = $3 WHERE tenant = $1`, tx.Tenant(), signed, note)
	return err
}

// insertCheckpoint keeps a checkpoint in the list of those that were signed.
func insertCheckpoint(tx *store.Tx, size int64, note string) error {
	_, err := tx.Exec(`INSERT INTO evidence_checkpoints (tenant, size, at, note) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, size) DO NOTHING`, tx.Tenant(), size, tx.Now().UnixMicro(), note)
	return err
}

// selectCheckpoints are those below a size, the largest first.
func selectCheckpoints(tx *store.Tx, below int64, most int) ([]Checkpoint, error) {
	return store.List(tx, scanCheckpoint, `SELECT size, at, note FROM evidence_checkpoints
		WHERE tenant = $1 AND size < $2 ORDER BY size DESC LIMIT $3`, tx.Tenant(), below, most)
}

func insertPack(tx *store.Tx, p MadePack) error {
	_, err := tx.Exec(`INSERT INTO evidence_packs (tenant, at, digest, request, made_by, bytes) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.Tenant(), p.At.UnixMicro(), p.Digest, p.Request, p.By, p.Bytes)
	return err
}

// selectPacks are those made before an instant, the newest first.
func selectPacks(tx *store.Tx, before int64, most int) ([]MadePack, error) {
	return store.List(tx, scanPack, `SELECT at, digest, request, made_by, bytes FROM evidence_packs
		WHERE tenant = $1 AND at < $2 ORDER BY at DESC, digest LIMIT $3`, tx.Tenant(), before, most)
}

// newLeaf is a leaf before it has its number.
type newLeaf struct {
	id      LeafID
	request string
	at, seq int64
	encoded []byte
}

// leavesTogether bounds the leaves of one statement.
const leavesTogether = 16

func insertLeaves(tx *store.Tx, leaves []newLeaf) error {
	var text strings.Builder
	text.WriteString(`INSERT INTO evidence_leaves (tenant, id, request, at, seq, leaf) VALUES `)
	args := []any{tx.Tenant()}
	for i := range leaves {
		if i > 0 {
			text.WriteByte(',')
		}
		n := len(args)
		fmt.Fprintf(&text, "($1, $%d, $%d, $%d, $%d, $%d)", n+1, n+2, n+3, n+4, n+5)
		l := &leaves[i]
		args = append(args, l.id[:], l.request, l.at, l.seq, l.encoded)
	}
	_, err := tx.Exec(text.String(), args...)
	return err
}

func hasPending(tx *store.Tx) (bool, error) {
	n := 0
	err := tx.QueryRow(`
		SELECT count(*) FROM (SELECT id FROM evidence_leaves WHERE tenant = $1 AND idx IS NULL LIMIT 1) AS pending`,
		tx.Tenant()).Scan(&n)
	return n > 0, err
}

// numbered is a leaf's number and hash.
type numbered struct {
	index int64
	hash  tlog.Hash
}

// numberPending gives the oldest unnumbered leaves the numbers from start on.
func numberPending(tx *store.Tx, start int64, limit int) ([]numbered, error) {
	return store.List(tx, func(rows *store.Rows) (n numbered, err error) {
		var id []byte
		err = rows.Scan(&n.index, &id)
		copy(n.hash[:], id)
		return n, err
	}, `
		WITH pending AS (
			SELECT id AS leaf_id, row_number() OVER (ORDER BY at, seq, id) AS place
			FROM evidence_leaves WHERE tenant = $1 AND idx IS NULL
			ORDER BY at, seq, id LIMIT $3)
		UPDATE evidence_leaves SET idx = $2 + pending.place - 1
		FROM pending WHERE tenant = $1 AND id = pending.leaf_id
		RETURNING idx, id`, tx.Tenant(), start, limit)
}

func selectTile(tx *store.Tx, level int, n int64) (hashes []byte, err error) {
	err = tx.QueryRow(`SELECT hashes FROM evidence_tiles WHERE tenant = $1 AND level = $2 AND n = $3`,
		tx.Tenant(), level, n).Scan(&hashes)
	return hashes, err
}

func upsertTile(tx *store.Tx, level int, n int64, hashes []byte) error {
	_, err := tx.Exec(`
		INSERT INTO evidence_tiles (tenant, level, n, hashes) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, level, n) DO UPDATE SET hashes = excluded.hashes`, tx.Tenant(), level, n, hashes)
	return err
}

// countRequest counts a request's leaves, and those under a checkpoint of that
// size.
func countRequest(tx *store.Tx, request string, signed int64) (all, sealed int, err error) {
	err = tx.QueryRow(`
		SELECT count(*), count(CASE WHEN idx < $3 THEN 1 END)
		FROM evidence_leaves WHERE tenant = $1 AND request = $2`,
		tx.Tenant(), request, signed).Scan(&all, &sealed)
	return all, sealed, err
}

// storedLeaf is a numbered leaf as it lies in the table.
type storedLeaf struct {
	index int64
	bytes []byte
}

func scanLeaf(rows *store.Rows) (l storedLeaf, err error) {
	err = rows.Scan(&l.index, &l.bytes)
	return l, err
}

func selectRequest(tx *store.Tx, request string, signed int64) ([]storedLeaf, error) {
	return store.List(tx, scanLeaf, `
		SELECT idx, leaf FROM evidence_leaves
		WHERE tenant = $1 AND request = $2 AND idx < $3 ORDER BY idx`, tx.Tenant(), request, signed)
}

func selectRange(tx *store.Tx, from, to int64) ([]storedLeaf, error) {
	return store.List(tx, scanLeaf, `
		SELECT idx, leaf FROM evidence_leaves
		WHERE tenant = $1 AND idx >= $2 AND idx < $3 ORDER BY idx`, tx.Tenant(), from, to)
}

func insertAnnex(tx *store.Tx, id LeafID, a Annex) error {
	_, err := tx.Exec(`INSERT INTO evidence_annexes (tenant, leaf, seal, sealed) VALUES ($1, $2, $3, $4)`,
		tx.Tenant(), id[:], string(a.key), a.sealed)
	return err
}

func selectAnnex(tx *store.Tx, id LeafID) (key string, sealed []byte, err error) {
	err = tx.QueryRow(`SELECT seal, sealed FROM evidence_annexes WHERE tenant = $1 AND leaf = $2`,
		tx.Tenant(), id[:]).Scan(&key, &sealed)
	return key, sealed, err
}
