package mailbox

import (
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// reach is which folders and messages can be in a selection at all, told from
// what it says of keys, so that the others are not read.
type reach struct {
	keys  map[place]imap.UIDSet // nil: any
	where []varsam.Cond         // conditions on account and folder alone
	after []varsam.Value
}

// newReach reads a selection's matches, when all of them name whole keys, and the
// parts of its condition that every row must satisfy.
func (q *question) newReach() {
	q.reach.after = q.sel.After
	if q.sel.Cond != nil {
		q.reach.where = placed(*q.sel.Cond)
		q.criteria = arrived(*q.sel.Cond, q.s.zone)
	}
	if len(q.sel.Match) == 0 {
		return
	}
	keys := map[place]imap.UIDSet{}
	for _, m := range q.sel.Match {
		if m.Fold != "" && m.Fold != varsam.Exact || !slices.Equal(m.Fields, messageKey) {
			return
		}
		for _, tuple := range m.Tuples {
			if at, uid, ok := parseKey(tuple); ok {
				set := keys[at]
				set.AddNum(uid)
				keys[at] = set
			}
		}
	}
	q.reach.keys = keys
}

// placed are the parts of a condition that every row must satisfy and that speak of
// its place alone.
func placed(c varsam.Cond) []varsam.Cond {
	return slices.DeleteFunc(conjuncts(c), func(c varsam.Cond) bool {
		return slices.ContainsFunc(c.Uses(), func(name string) bool { return name != "account" && name != "folder" })
	})
}

func parseKey(key []varsam.Value) (at place, uid imap.UID, ok bool) {
	if len(key) != len(messageKey) {
		return at, 0, false
	}
	validity, id := key[2].Int(), key[3].Int()
	ok = key[0].Kind() == varsam.Text && key[1].Kind() == varsam.Text && validity > 0 && validity < 1<<32 && id > 0 && id < 1<<32
	return place{key[0].String(), key[1].String(), uint32(validity)}, imap.UID(id), ok
}

// conjuncts are the conditions that must all be true.
func conjuncts(c varsam.Cond) []varsam.Cond {
	if c.Op != varsam.And {
		return []varsam.Cond{c}
	}
	var all []varsam.Cond
	for _, kid := range c.Kids {
		all = append(all, conjuncts(kid)...)
	}
	return all
}

// arrived asks the server for the days of arrival that a condition allows, with
// two days of margin on each side: a server counts days in a zone of its own.
func arrived(c varsam.Cond, zone *time.Location) *imap.SearchCriteria {
	out := &imap.SearchCriteria{}
	for _, kid := range conjuncts(c) {
		if kid.Field != "received" || len(kid.Values) != 1 {
			continue
		}
		day := kid.Values[0].Date(zone)
		if day.IsZero() {
			continue
		}
		switch kid.Op {
		case varsam.Lt, varsam.Le:
			if to := utc(day.AddDays(3)); out.Before.IsZero() || to.Before(out.Before) {
				out.Before = to
			}
		case varsam.Gt, varsam.Ge:
			if from := utc(day.AddDays(-2)); from.After(out.Since) {
				out.Since = from
			}
		}
	}
	if out.Before.IsZero() && out.Since.IsZero() {
		return nil
	}
	return out
}

func utc(d varsam.Date) time.Time { return d.Start(time.UTC) }

// account says whether messages of a mailbox can be in the selection.
func (r *reach) account(account string, zone *time.Location) bool {
	if r.after != nil && account < r.after[0].String() {
		return false
	}
	row := varsam.Record{Fields: []varsam.Field{{Name: "account", Value: varsam.TextOf(account)}}}
	for _, c := range r.where {
		if slices.Equal(c.Uses(), []string{"account"}) && c.Eval(row, zone, nil) != varsam.True {
			return false
		}
	}
	if r.keys == nil {
		return true
	}
	for at := range r.keys {
		if at.account == account {
			return true
		}
	}
	return false
}

// folder says the same of a folder.
func (r *reach) folder(account, name string, zone *time.Location) bool {
	if r.after != nil && account == r.after[0].String() && name < r.after[1].String() {
		return false
	}
	row := varsam.Record{Fields: []varsam.Field{{Name: "account", Value: varsam.TextOf(account)}, {Name: "folder", Value: varsam.TextOf(name)}}}
	for _, c := range r.where {
		if c.Eval(row, zone, nil) != varsam.True {
			return false
		}
	}
	if r.keys == nil {
		return true
	}
	for at := range r.keys {
		if at.account == account && at.folder == name {
			return true
		}
	}
	return false
}

// uids are those of the folder's messages that can be in the selection. Code
// Changed, when the reading goes on in a folder that was made anew meanwhile.
func (r *reach) uids(at place, all imap.UIDSet, system string) (imap.UIDSet, error) {
	if r.keys != nil {
		all = both(all, r.keys[at])
	}
	if r.after == nil || r.after[0].String() != at.account || r.after[1].String() != at.folder {
		return all, nil
	}
	if uint32(r.after[2].Int()) != at.validity {
		return nil, varsam.Errorf(varsam.Changed, "%s: a folder was made anew while it was read (UIDVALIDITY); read it again from its beginning", system)
	}
	last := imap.UID(r.after[3].Int())
	if last == 1<<32-1 {
		return nil, nil
	}
	var rest imap.UIDSet
	rest.AddRange(last+1, 1<<32-1)
	return both(all, rest), nil
}

// both are the UIDs that are in two sets without stars.
func both(a, b imap.UIDSet) imap.UIDSet {
	var out imap.UIDSet
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if from, to := max(a[i].Start, b[j].Start), min(a[i].Stop, b[j].Stop); from <= to {
			out.AddRange(from, to)
		}
		if a[i].Stop < b[j].Stop {
			i++
		} else {
			j++
		}
	}
	return out
}

// pieces cuts a set into sets of at most n.
func pieces(all imap.UIDSet, n int) []imap.UIDSet {
	var out []imap.UIDSet
	var one imap.UIDSet
	room := n
	for _, r := range all {
		for from := r.Start; from <= r.Stop; {
			to := imap.UID(min(uint64(r.Stop), uint64(from)+uint64(room)-1))
			one.AddRange(from, to)
			if room -= int(to-from) + 1; room == 0 {
				out, one, room = append(out, one), nil, n
			}
			if to == 1<<32-1 {
				break
			}
			from = to + 1
		}
	}
	if len(one) > 0 {
		out = append(out, one)
	}
	return out
}
