package request

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/store"
)

// place is where a request stands in lists: by its last day, and without one,
// while its clock stands still, behind all others. Indices have the same words.
const (
	place = `CASE legal WHEN '' THEN '9999-12-31' ELSE legal END`
	never = "9999-12-31"
)

// browse reads one page along an index, however many requests there are. For a
// right, it reads one page for each set of rights that has it – there are few –
// and keeps what comes first.
func browse(tx *store.Tx, f Filter) (all []Request, err error) {
	from, err := startOf(tx, f)
	if err != nil {
		return nil, err
	}
	where, args := from.where(tx.Tenant(), f)
	if f.Right == "" {
		return store.List(tx, scanRequest, where, args...)
	}
	sets, err := rightSets(tx)
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		if !slices.Contains(strings.Fields(set), string(f.Right)) {
			continue
		}
		some, err := store.List(tx, scanRequest, where, append(args, set)...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, f.compare)
	return all[:min(len(all), f.Limit)], nil
}

// start is the place that a page begins behind.
type start struct{ place, request string }

// startOf is where the page before ended.
func startOf(tx *store.Tx, f Filter) (start, error) {
	if f.After == "" && f.State == Closed {
		return start{"~", "~"}, nil // greater than any day
	}
	if f.After == "" {
		return start{}, nil
	}
	r, err := get(tx, f.After)
	return start{placeOf(r), r.ID}, err
}

func placeOf(r Request) string {
	if r.Legal.IsZero() {
		return never
	}
	return r.Legal.String()
}

// where is the statement for a filter and its arguments, but for the set of
// rights, which comes last.
func (from start) where(tenant string, f Filter) (query string, args []any) {
	args = []any{tenant, from.place, from.request, f.Limit}
	query = `SELECT ` + requestColumns + ` FROM requests WHERE tenant = $1`
	order, sign := ``, `>`
	switch f.State {
	case "":
		query += ` AND state <> 'closed'`
	case Closed:
		query += ` AND state = 'closed'`
		order, sign = ` DESC`, `<`
	default:
		query += ` AND state = $5`
		args = append(args, f.State)
	}
	if f.Right != "" {
		query += ` AND rights = $` + string('1'+byte(len(args)))
	}
	query += ` AND (` + place + `, request) ` + sign + ` ($2, $3)`
	return query + ` ORDER BY ` + place + order + `, request` + order + ` LIMIT $4`, args
}

// compare is the order of lists.
func (f Filter) compare(a, b Request) int {
	if f.State == Closed {
		a, b = b, a
	}
	return cmp.Or(cmp.Compare(placeOf(a), placeOf(b)), cmp.Compare(a.ID, b.ID))
}

// rightSets are the sets of rights that requests use, each found by one step along
// an index.
func rightSets(tx *store.Tx) ([]string, error) {
	return store.List(tx, store.One[string], `WITH RECURSIVE sets(v) AS (
		SELECT MIN(rights) FROM requests WHERE tenant = $1
		UNION ALL SELECT (SELECT MIN(rights) FROM requests WHERE tenant = $1 AND rights > v) FROM sets WHERE v IS NOT NULL)
		SELECT v FROM sets WHERE v IS NOT NULL`, tx.Tenant())
}

// sealedCase is a case as it lies.
type sealedCase struct {
	key    string
	sealed []byte
}

// caseDocuments are the cases of some requests, sealed, by one statement.
func caseDocuments(tx *store.Tx, all []Request) (map[string]sealedCase, error) {
	lie := make(map[string]sealedCase, len(all))
	if len(all) == 0 {
		return lie, nil
	}
	var in strings.Builder
	args := []any{tx.Tenant()}
	for _, r := range all {
		args = append(args, r.ID)
		in.WriteString(", $" + strconv.Itoa(len(args)))
	}
	_, err := store.List(tx, func(rows *store.Rows) (_ struct{}, err error) {
		var id string
		var d sealedCase
		err = rows.Scan(&id, &d.key, &d.sealed)
		lie[id] = d
		return struct{}{}, err
	}, `SELECT request, key, sealed FROM documents WHERE tenant = $1 AND name = 'case' AND request IN (`+in.String()[2:]+`)`, args...)
	return lie, err
}
