package letterbox

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// reading is one reading of a system's letterboxes.
type reading struct {
	*Service
	reg    *register.Register
	system register.System
	out    *Report
	box    box
	conn   system.System

	at   position // up to where the folder has been read
	hold bool     // something before was not read: the next reading begins there again
}

// together is how many mails are read at a time; most is how much of a text is
// read for what it asks, and mostTexts, of how many in a mail.
const (
	together  = 64
	most      = 64 << 10
	mostTexts = 40
)

func (r *reading) read(ctx context.Context, open locate.Opener) (err error) {
	if r.conn, err = open.Open(ctx, r.system.Name); err != nil {
		return r.problem(ctx, "", "", err)
	}
	defer r.conn.Close()
	for _, account := range r.system.Requests.Accounts {
		for _, folder := range r.system.Requests.In() {
			if err := r.folder(ctx, account, folder); err != nil {
				return err
			}
		}
	}
	return nil
}

// problem notes what could not be read; only the end of the work itself is an
// error.
func (r *reading) problem(ctx context.Context, account, folder string, err error) error {
	if ctx.Err() != nil {
		return err
	}
	r.out.Problems = append(r.out.Problems, Problem{r.system.Name, account, folder, varsam.CodeOf(err)})
	return nil
}

// folder reads what is new in one folder, piece by piece.
func (r *reading) folder(ctx context.Context, account, folder string) error {
	there, err := r.exists(ctx, account, folder)
	if err == nil && !there {
		err = varsam.Errorf(varsam.NotFound, "there is no such folder")
	}
	if err != nil {
		return r.problem(ctx, account, folder, err)
	}
	r.hold = false
	err = r.store().Read(ctx, r.tenant(), func(tx *store.Tx) (err error) {
		r.at, err = positionOf(tx, r.mark(account, folder))
		return err
	})
	for err == nil {
		mails, more, err := r.piece(ctx, account, folder)
		if varsam.CodeOf(err) == varsam.Changed && r.at != (position{}) {
			r.at = position{} // made anew: what was taken is known by its Message-ID
			continue
		}
		if err == nil {
			err = r.texts(ctx, mails)
		}
		if err != nil {
			return r.problem(ctx, account, folder, err)
		}
		for _, m := range mails {
			if err := r.take(ctx, m); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
	return err
}

// exists reports whether a mailbox has the folder: of one that it has not, no mail
// would be found either.
func (r *reading) exists(ctx context.Context, account, folder string) (there bool, err error) {
	cond := varsam.All(varsam.Compare("account", varsam.Eq, varsam.TextOf(account)), varsam.Compare("folder", varsam.Eq, varsam.TextOf(folder)))
	_, err = r.conn.Find(ctx, system.Selection{Collection: "folders", Cond: &cond}, func(varsam.Record) error {
		there = true
		return nil
	})
	return there, err
}

// piece is the next mails after those that were taken.
func (r *reading) piece(ctx context.Context, account, folder string) (mails []*mail, more bool, err error) {
	conds := []varsam.Cond{
		varsam.Compare("account", varsam.Eq, varsam.TextOf(account)), varsam.Compare("folder", varsam.Eq, varsam.TextOf(folder)),
	}
	if since := r.system.Requests.Since; !since.IsZero() {
		conds = append(conds, varsam.Compare("received", varsam.Ge, varsam.InstantOf(since.Start(r.reg.Organisation.Location()))))
	}
	cond := varsam.All(conds...)
	coll, _ := r.system.Collection(r.system.Requests.Messages)
	sel := system.Selection{Collection: coll.In(), Cond: &cond, Fields: fields, Version: true, Limit: together}
	if r.at.validity > 0 {
		sel.After = []varsam.Value{varsam.TextOf(account), varsam.TextOf(folder), varsam.IntOf(r.at.validity), varsam.IntOf(r.at.uid)}
	}
	found, err := r.conn.Find(ctx, sel, func(rec varsam.Record) error {
		mails = append(mails, mailOf(rec))
		return nil
	})
	if err == nil && !found.Complete && found.Why != "limit" && !r.hold {
		// What was read is taken; what was not is said, now and every time until it
		// can be read or somebody has taken it away.
		r.hold = true
		err = r.problem(ctx, account, folder, varsam.Errorf(codeOf(found.Why), "the folder was not read to its end"))
	}
	return mails, len(mails) == together, err
}

func codeOf(why string) varsam.Code {
	if why == string(varsam.Denied) {
		return varsam.Denied
	}
	return varsam.Conflict
}

// mark names a folder in our store.
func (r *reading) mark(account, folder string) []byte {
	return r.keeper().Mark(r.tenant(), "letterbox place", r.system.Name+"\x00"+strings.ToLower(account)+"\x00"+folder)
}

// texts reads what people, and forms for them, wrote. What a machine sent is not
// opened.
func (r *reading) texts(ctx context.Context, mails []*mail) error {
	finder, ok := r.conn.(system.TextFinder)
	if !ok {
		return varsam.Errorf(varsam.Unsupported, "system %s does not read its texts", r.system.Name)
	}
	by := map[string]*mail{}
	match := system.Match{Fields: []string{"account", "folder", "uidvalidity", "uid"}}
	for _, m := range mails {
		if r.box.written(m) {
			by[varsam.KeyText(m.record.Ref.Key)] = m
			match.Tuples = append(match.Tuples, m.record.Ref.Key)
		}
	}
	if len(by) == 0 {
		return nil
	}
	coll, _ := r.system.Collection(r.system.Requests.Messages)
	sel := system.Selection{Collection: coll.In(), Match: []system.Match{match}, Fields: match.Fields}
	found, err := finder.FindText(ctx, sel, func(t system.Text) bool {
		if m := by[varsam.KeyText(t.Ref.Key)]; m != nil && len(m.texts) < mostTexts && telling(t.Place) {
			limit := int64(most)
			if t.Place == "" {
				limit *= 16 // with its header
			}
			body, _ := io.ReadAll(io.LimitReader(t.Body, limit))
			m.texts = append(m.texts, text{t.Place, string(body)})
		}
		return false
	}, func(varsam.Record) error { return nil })
	for _, u := range found.Unread {
		if m := by[varsam.KeyText(u.Ref.Key)]; m != nil {
			m.unread = append(m.unread, u.Why)
		}
	}
	if err == nil && found.Why == string(varsam.Denied) { // a mail whose text nobody has seen is not taken
		err = varsam.Errorf(varsam.Denied, "the texts of a folder were not given")
	}
	return err
}

// telling reports whether a place may hold a letter, or say who wrote it.
func telling(place string) bool {
	_, field, _ := strings.Cut(place, "#")
	if name, isHeader := strings.CutPrefix(field, "header="); isHeader {
		return slices.Contains([]string{"from", "subject", "date"}, name)
	}
	return !strings.HasPrefix(field, "meta") && !strings.HasPrefix(field, "attachment=")
}
