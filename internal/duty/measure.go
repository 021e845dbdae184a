package duty

import (
	"github.com/varsam/varsam"
)

// The findings of measures.
const (
	RestoreUntested Code = "restore-untested"
	TestFailed      Code = "measure-failed"
)

// measure is a security measure of a system (Art. 32).
func measure() *Definition {
	return &Definition{
		Kind: Measure, Article: "32", About: []SubjectType{OfSystem, OfOrganisation}, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "measure", Type: Line, Plain: true, Required: true},
			{Name: "sort", Type: Choice, Options: []string{"technical", "organisational", "restore"}},
			{Name: "tested", Type: Day},
			{Name: "outcome", Type: Choice, Options: []string{"worked", "failed"}},
			{Name: "notes", Type: Text},
			{Name: "public", Type: Text, Plain: true}, // what the public page says of it
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults { return notAhead(r, w, "tested") },
		Judge: func(_ *World, r Record, found *findings) {
			if r.Facts["outcome"] == "failed" {
				found.about(r, TestFailed, r.Facts.Day("tested"), r.Facts["measure"])
			}
		},
		Missing: missingMeasures,
	}
}

// missingMeasures finds systems without any, and backups that nobody has restored
// for a year.
func missingMeasures(w *World, found *findings) {
	for _, s := range w.Register.Systems {
		if s.Draft {
			continue
		}
		all := w.About(Measure, inSystem(s.Name))
		if len(all) == 0 {
			found.note(Missing, Measure, inSystem(s.Name), "", varsam.Date{})
		}
		if s.Backups.Kept.IsZero() || s.Assisted() {
			continue
		}
		var tested varsam.Date
		for _, m := range append(all, w.About(Measure, Subject{Type: OfOrganisation})...) {
			if m.Facts["sort"] == "restore" && m.Facts["outcome"] != "failed" {
				tested = varsam.Latest(tested, m.Facts.Day("tested"))
			}
		}
		if tested.Before(w.Today.AddYears(-1)) {
			found.note(RestoreUntested, Measure, inSystem(s.Name), "", tested)
		}
	}
}

// Public is the text of Art. 32 for the public page: what open measures say of
// themselves, each sentence once, in the order in which they were taken down.
func (w *World) Public() (all []string) {
	said := map[string]bool{}
	for _, m := range w.Of(Measure) {
		if text := m.Facts["public"]; text != "" && !said[text] {
			said[text] = true
			all = append(all, text)
		}
	}
	return all
}
