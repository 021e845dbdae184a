package web

import (
	"archive/zip"
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountRegister adds what the organisation says of itself, to read.
func (o *Office) mountRegister() {
	see := func(pattern string, h frame.Handler) {
		o.area.Handle(pattern, needsRegister(allowed(account.SeeWork, h)))
	}
	see("GET /register", o.registerPage)
	see("GET /register/systems/{name}", o.systemPage)
	see("GET /register/activities/{name}", o.activityPage)
	see("GET /register/parties/{name}", o.partyPage)
	see("GET /register/findings", o.findingsPage)
	see("GET /register/map", o.mapPage)
	see("GET /register/versions", o.versionsPage)
	see("GET /register/files", o.registerFiles)
	o.mountStart()
	o.mountEdit()
}

type registerView struct {
	*register.Register
	Number int
}

func (o *Office) registerPage(v *frame.Visit) error {
	var now register.Version
	err := o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		now, err = register.Current(tx)
		return err
	})
	if err != nil {
		return err
	}
	return v.Show("register", registerView{inOrder(v.Printer, who(v).reg), now.Number})
}

// inOrder is a register with its lists by their titles, as the language orders them.
func inOrder(say locale.Printer, reg *register.Register) *register.Register {
	shown := *reg
	shown.Activities = byTitle(say, "activity", reg.Activities, func(a register.Activity) string { return a.Name })
	shown.Systems = byTitle(say, "system", reg.Systems, func(s register.System) string { return s.Name })
	shown.Parties = byTitle(say, "party", reg.Parties, func(p register.Party) string { return p.Name })
	return &shown
}

func byTitle[T any](say locale.Printer, kind string, all []T, name func(T) string) []T {
	return slices.SortedStableFunc(slices.Values(all), func(a, b T) int { return say.Compare(say.Name(kind, name(a)), say.Name(kind, name(b))) })
}

// systemView is one system with its collections in words.
type systemView struct {
	register.System
	Collections []collectionView
	Silent      varsam.Code
	Findings    []findingRow
}

type collectionView struct {
	register.Collection
	Shown   string
	Fields  []registerField
	Carries []carryRow
}

type registerField struct {
	register.Field
	Says string // the kind of data
	Is   string // what it identifies a person by
}

type carryRow struct{ Name, Title, How string }

func (o *Office) systemPage(v *frame.Visit) error {
	reg := who(v).reg
	sys, ok := reg.System(v.Param("name"))
	if !ok {
		return varsam.Errorf(varsam.NotFound, "the register has no system %s", v.Param("name"))
	}
	s := systemView{System: sys}
	for _, c := range sys.Collections {
		s.Collections = append(s.Collections, collectionOf(v, reg, sys, c))
	}
	silent, _ := o.health.state()
	for _, x := range silent {
		if x.System == sys.Name {
			s.Silent = x.Code
		}
	}
	of := slices.DeleteFunc(slices.Clone(o.findings(reg)), func(f register.Finding) bool { return f.Where.System != sys.Name })
	s.Findings = findingRows(v, of)
	return v.Show("system", s)
}

func collectionOf(v *frame.Visit, reg *register.Register, sys register.System, c register.Collection) collectionView {
	view := collectionView{Collection: c, Shown: collection(v.Printer, reg, sys.Name, c.Name)}
	for _, f := range c.Fields {
		row := registerField{Field: f, Says: v.Category(f.Data)}
		if f.Identifies != "" {
			row.Is = v.IdentifierType(f.Identifies)
		}
		view.Fields = append(view.Fields, row)
	}
	for _, carry := range c.CarriedBy {
		a, _ := reg.Activity(carry.Activity)
		keep := a.Keep
		if carry.Keep != nil {
			keep = *carry.Keep
		}
		view.Carries = append(view.Carries, carryRow{carry.Activity, v.Name("activity", carry.Activity), cmp.Or(keep.In(v.Printer), "–")})
	}
	return view
}

type activityView struct {
	register.Activity
	Basis, Law, How string
	Recipients      []namedLink
	Needs           []string
	Places          []namedLink
}

type namedLink struct{ Href, Title string }

func (o *Office) activityPage(v *frame.Visit) error {
	reg := who(v).reg
	a, ok := reg.Activity(v.Param("name"))
	if !ok {
		return varsam.Errorf(varsam.NotFound, "the register has no activity %s", v.Param("name"))
	}
	view := activityView{Activity: a, Basis: v.Basis(a.Basis.Article), How: cmp.Or(a.Keep.In(v.Printer), "–")}
	if a.Basis.Law != "" {
		view.Law = v.Law(a.Basis.Law)
	}
	for _, name := range a.Recipients {
		to := namedLink{Title: v.Name("party", name)} // an authority is named, and is no party
		if _, ok := reg.Party(name); ok {
			to.Href = "/register/parties/" + name
		}
		view.Recipients = append(view.Recipients, to)
	}
	for _, need := range a.Needs {
		view.Needs = append(view.Needs, v.Category(need))
	}
	for _, sys := range reg.Systems {
		for _, c := range sys.Collections {
			for _, carry := range c.CarriedBy {
				if carry.Activity == a.Name {
					view.Places = append(view.Places, namedLink{"/register/systems/" + sys.Name + "#" + c.Name, place(v, sys.Name, c.Name)})
				}
			}
		}
	}
	return v.Show("activity", view)
}

type partyView struct {
	register.Party
	Country    string
	Systems    []namedLink
	Activities []namedLink
}

func (o *Office) partyPage(v *frame.Visit) error {
	reg := who(v).reg
	p, ok := reg.Party(v.Param("name"))
	if !ok {
		return varsam.Errorf(varsam.NotFound, "the register has no party %s", v.Param("name"))
	}
	view := partyView{Party: p, Country: v.Country(p.Country)}
	for _, sys := range reg.Systems {
		if sys.Operator == p.Name {
			view.Systems = append(view.Systems, namedLink{"/register/systems/" + sys.Name, v.Name("system", sys.Name)})
		}
	}
	for _, a := range reg.Activities {
		if a.Party == p.Name || slices.Contains(a.Recipients, p.Name) {
			view.Activities = append(view.Activities, namedLink{"/register/activities/" + a.Name, v.Name("activity", a.Name)})
		}
	}
	return v.Show("party", view)
}

func (o *Office) findingsPage(v *frame.Visit) error {
	return v.Show("findings", findingRows(v, o.findings(who(v).reg)))
}

func (o *Office) versionsPage(v *frame.Visit) error {
	var all []register.Version
	err := o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		all, err = register.History(tx)
		return err
	})
	if err != nil {
		return err
	}
	return v.Show("versions", all)
}

// registerFiles is the register in force as files: what is here can leave.
func (o *Office) registerFiles(v *frame.Visit) error {
	var archive []byte
	err := o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		archive, err = register.GetArchive(tx, who(v).reg.Digest)
		return err
	})
	if err != nil {
		return err
	}
	files, err := register.Open(archive)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	if err := z.AddFS(files); err != nil {
		return varsam.Wrap(varsam.Internal, err, "the register cannot be packed")
	}
	if err := z.Close(); err != nil {
		return varsam.Wrap(varsam.Internal, err, "the register cannot be packed")
	}
	return v.Download("register-"+strings.ToLower(who(v).reg.Organisation.Name)+".zip", "application/zip", packed.Bytes())
}
