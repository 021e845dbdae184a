package request

import (
	"bytes"
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/store"
)

// Copy makes what an access, portability or "why" request asks for, from the
// frozen plan: what a later run erases was in it. Delivered marks it as handed
// over, after which the request may run; the mark commits to its bytes.
func (s *Service) Copy(ctx context.Context, id string, subject int, lang varsam.Lang, delivered bool) ([]letter.File, error) {
	w, in, err := s.letterInput(ctx, id, lang)
	if err != nil {
		return nil, err
	}
	in.Subject = subject
	files, err := copies(w.Request, in)
	if err != nil || !delivered {
		return files, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := s.halted(tx, id); err != nil {
			return err
		}
		if _, err := evidence.Append(tx, deliveryLeaf(w.Request, "copy", joined(files))); err != nil {
			return err
		}
		return stamp(tx, id, "copied", tx.Now())
	})
	if err != nil {
		return nil, err
	}
	return files, nil
}

// copies are the files for the rights that the request uses.
func copies(r Request, in letter.Input) ([]letter.File, error) {
	var files []letter.File
	for _, right := range r.Rights {
		made, err := copyFor(right, in)
		if err != nil {
			return nil, err
		}
		files = append(files, made...)
	}
	if len(files) == 0 {
		return nil, varsam.Errorf(varsam.Conflict, "request %s asks for no copy", r.ID)
	}
	return files, nil
}

func copyFor(right varsam.Right, in letter.Input) ([]letter.File, error) {
	switch right {
	case varsam.Access:
		doc, data, err := letter.Copy(in)
		return append(pages(doc), data), err
	case varsam.Portability:
		return letter.Portable(in)
	case varsam.Why:
		doc, err := letter.Why(in)
		return pages(doc), err
	}
	return nil, nil
}

// pages are a document's two forms as files.
func pages(doc letter.Document) []letter.File {
	return []letter.File{
		{Name: doc.Name + ".html", MediaType: "text/html; charset=utf-8", Data: doc.HTML},
		{Name: doc.Name + ".txt", MediaType: "text/plain; charset=utf-8", Data: doc.Text},
	}
}

func joined(files []letter.File) []byte {
	var all bytes.Buffer
	for _, f := range files {
		all.Write(f.Data)
	}
	return all.Bytes()
}

// Answer writes the letter that the request ends in. It tells what is known now:
// an open step is told as open. With final it is the answer that is sent: the
// request must be done, and the log is signed over everything that it rests on.
func (s *Service) Answer(ctx context.Context, id string, lang varsam.Lang, final bool) (letter.Document, error) {
	w, in, err := s.letterInput(ctx, id, lang)
	if err != nil {
		return letter.Document{}, err
	}
	doc, err := letter.Answer(in)
	if err != nil || !final {
		return doc, err
	}
	if w.State != Done && w.State != Answered {
		return doc, varsam.Errorf(varsam.Conflict, "request %s is not done: it is %s; varsam request show %s says what is missing", id, w.State, id)
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := s.halted(tx, id); err != nil {
			return err
		}
		if _, err := evidence.Append(tx, deliveryLeaf(w.Request, "answer", doc.HTML)); err != nil {
			return err
		}
		if err := stamp(tx, id, "answered", tx.Now()); err != nil {
			return err
		}
		return setState(tx, id, Answered)
	})
	if err != nil {
		return doc, err
	}
	return doc, s.Log.Checkpoint(ctx, s.Tenant)
}

// letterInput gathers what the letters are made from.
func (s *Service) letterInput(ctx context.Context, id string, lang varsam.Lang) (w work, in letter.Input, err error) {
	if w, err = s.open(ctx, id); err != nil {
		return w, in, err
	}
	in = w.letter(lang)
	if s.Disclosed != nil {
		if in.Disclosed, err = s.Disclosed(ctx, s.Tenant, w.kase.Mails()); err != nil {
			return w, in, err
		}
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if in.Plan, err = act.Current(tx, s.Keeper, id); err != nil {
			return err
		}
		search, err := read[locate.Search](tx, s.Keeper, w.Request, "search")
		if err != nil {
			return err
		}
		in.People = search.People
		in.Outcomes, err = outcomes(tx, s, w)
		return err
	})
	if !w.Copied.IsZero() {
		for _, right := range w.Rights {
			if !right.Changes() {
				in.Delivered = append(in.Delivered, letter.Delivered{Right: right, On: varsam.DateIn(w.Copied, w.reg.Organisation.Location())})
			}
		}
	}
	in.Corrections = corrected(in.Plan, in.Outcomes, w.kase.Proof)
	for _, right := range w.Rights {
		if reason, refused := w.kase.Refusals[right]; refused {
			in.Refusals = append(in.Refusals, letter.Refusal{Right: right, Reason: varsam.Words{SV: reason, EN: reason}})
		}
	}
	return w, in, err
}

// outcomes are how the steps ended, as letters tell it.
func outcomes(tx *store.Tx, s *Service, w work) ([]letter.Outcome, error) {
	steps, err := act.Steps(tx, w.ID)
	if err != nil {
		return nil, err
	}
	answers, err := act.Answers(tx, s.Keeper, w.ID)
	if err != nil {
		return nil, err
	}
	watched, err := read[[]restricted](tx, s.Keeper, w.Request, "restricted")
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return nil, err
	}
	prevented := map[string]bool{}
	for _, r := range watched {
		prevented[r.Step] = r.Prevented
	}
	var all []letter.Outcome
	for _, st := range steps {
		o := letter.Outcome{Prevented: prevented[st.Step], Step: st.Step, State: st.State, Finality: st.Finality, Until: st.Until, Rows: st.Applied}
		if a, ok := answers[st.Step]; ok {
			o.Assisted = &letter.Reply{Found: letterWord(a.Found), Copy: a.Copy, On: varsam.DateIn(st.Changed, w.reg.Organisation.Location())}
		}
		all = append(all, o)
	}
	return all, nil
}

func letterWord(f act.Finding) letter.Found {
	switch f {
	case act.Found:
		return letter.FoundIt
	case act.NotFound:
		return letter.NotFound
	}
	return letter.NotSearched
}

// corrected lists the fields that correction steps put right.
func corrected(p plan.Plan, outcomes []letter.Outcome, proof string) []letter.Correction {
	states := map[string]varsam.StepState{}
	for _, o := range outcomes {
		states[o.Step] = o.State
	}
	var all []letter.Correction
	for _, s := range p.Steps {
		if s.Op.Kind != varsam.OpCorrect {
			continue
		}
		for i, t := range s.Op.Targets {
			for _, a := range s.Op.Assignments(t) {
				all = append(all, letter.Correction{
					System: s.System, Collection: s.Op.Collection, Field: a.Field,
					Old: p.Items[s.Items[i]].Record.Get(a.Field).String(), New: a.Value.String(), Proof: proof, State: states[s.ID],
				})
			}
		}
	}
	return all
}
