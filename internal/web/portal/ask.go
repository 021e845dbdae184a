package portal

import (
	"net/http"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/web/frame"
)

// choice is one thing that can be asked for, in the words of somebody who has
// never read the law.
type choice struct {
	Name, Label, Help string
	Wish              identity.Wish
	On                bool
}

var choices = []choice{
	{"access", "portal.access", "portal.access.help", identity.Wish{Right: varsam.Access}, false},
	{"why", "portal.why", "portal.why.help", identity.Wish{Right: varsam.Why}, false},
	{"rectification", "portal.rectification", "portal.rectification.help", identity.Wish{Right: varsam.Rectification}, false},
	{"erasure", "portal.erasure", "portal.erasure.help", identity.Wish{Right: varsam.Erasure}, false},
	{"restriction", "portal.restriction", "portal.restriction.help", identity.Wish{Right: varsam.RestrictionOf}, false},
	{"portability", "portal.portability", "portal.portability.help", identity.Wish{Right: varsam.Portability}, false},
	{"marketing", "portal.marketing", "portal.marketing.help", identity.Wish{Right: varsam.Objection, Marketing: true}, false},
	{"objection", "portal.objection", "portal.objection.help", identity.Wish{Right: varsam.Objection}, false},
	{"withdrawal", "portal.withdrawal", "portal.withdrawal.help", identity.Wish{Right: varsam.Withdrawal}, false},
}

// wrongs are what can be wrong, with its kind of data.
var wrongs = []struct {
	Name, Label string
	Category    varsam.Category
	Channel     bool
}{
	{"name", "portal.wrong.name", "person.name", false},
	{"email", "portal.wrong.email", "contact.email", true},
	{"phone", "portal.wrong.phone", "contact.phone", true},
	{"address", "portal.wrong.address", "contact.address", true},
	{"other", "portal.wrong.other", "person", false},
}

// article18 are the reasons of Art. 18(1), by letter.
var article18 = []struct{ Letter, Label string }{
	{"a", "portal.block.a"}, {"b", "portal.block.b"}, {"c", "portal.block.c"}, {"d", "portal.block.d"},
}

// agents are in what capacity somebody asks for somebody else.
var agents = []struct{ Name, Label string }{
	{"guardian", "portal.as.guardian"}, {"trustee", "portal.as.trustee"}, {"agent", "portal.as.agent"},
}

// form is the form as it was filled in.
type form struct {
	Choices                          []choice
	Wrongs, Article18, Agents        any
	Wrong, Old, New, Article         string
	Email, Phone, Postal, Name, Text string
	AlsoEmail, AlsoPhone, AlsoNumber string
	For, As, Agent                   string
	Faults                           frame.Faults
}

func blank() form {
	return form{Choices: slices.Clone(choices), Wrongs: wrongs, Article18: article18, Agents: agents, Faults: frame.Faults{}}
}

// ask shows the form; a link from elsewhere may tick a choice: /ask?for=erasure.
func (p *Portal) ask(v *frame.Visit) error {
	f := blank()
	for i := range f.Choices {
		f.Choices[i].On = f.Choices[i].Name == v.Query("for")
	}
	return v.Show("ask", f)
}

// take takes the form in. Nothing of what it does depends on whether anybody is
// known.
func (p *Portal) take(v *frame.Visit) error {
	f := read(v)
	in := f.intake(v.Lang())
	if len(f.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "ask", f)
	}
	receipt, err := p.Reception.Identity.Take(v.Context(), in)
	if varsam.CodeOf(err) == varsam.Invalid {
		f.Faults.Add("reach", "portal.fault.reach")
		return v.ShowStatus(http.StatusUnprocessableEntity, "ask", f)
	}
	if err != nil {
		return err
	}
	return v.Redirect("/receipt/" + receipt.Token)
}

func read(v *frame.Visit) form {
	f := blank()
	wanted := v.Fields("wish")
	for i := range f.Choices {
		f.Choices[i].On = slices.Contains(wanted, f.Choices[i].Name)
	}
	f.Wrong, f.Old, f.New, f.Article = v.Field("wrong"), v.Field("old"), v.Field("new"), v.Field("article")
	f.Email, f.Phone, f.Postal = v.Field("email"), v.Field("phone"), v.Field("postal")
	f.Name, f.Text = v.Field("name"), v.Field("text")
	f.AlsoEmail, f.AlsoPhone, f.AlsoNumber = v.Field("also-email"), v.Field("also-phone"), v.Field("also-number")
	f.For, f.As, f.Agent = v.Field("for"), v.Field("as"), v.Field("agent")
	return f
}

// intake is what the form asks for; what is wrong with it stands in its faults.
func (f form) intake(lang varsam.Lang) identity.Intake {
	in := identity.Intake{Name: f.Name, Text: f.Text, Language: lang, Article: f.Article}
	for _, c := range f.Choices {
		if c.On {
			in.Wishes = append(in.Wishes, c.Wish)
		}
	}
	if len(in.Wishes) == 0 {
		f.Faults.Add("wish", "portal.fault.wish")
	}
	f.reach(&in)
	f.correct(&in)
	f.others(&in)
	return in
}

// reach is where the answer goes: mail before telephone before paper.
func (f form) reach(in *identity.Intake) {
	switch {
	case f.Email != "":
		in.Reach = varsam.Identifier{Type: varsam.Email, Value: f.Email}
	case f.Phone != "":
		in.Reach = varsam.Identifier{Type: varsam.Phone, Value: f.Phone}
	case f.Postal != "":
		in.Postal = f.Postal
	default:
		f.Faults.Add("reach", "portal.fault.reach")
	}
}

func (f form) correct(in *identity.Intake) {
	for i, w := range in.Wishes {
		if w.Right != varsam.Rectification {
			continue
		}
		for _, wrong := range wrongs {
			if wrong.Name == f.Wrong {
				in.Wishes[i].Channel = wrong.Channel
				in.Right = []identity.Correction{{Category: wrong.Category, Old: f.Old, New: f.New}}
			}
		}
		if len(in.Right) == 0 || f.New == "" {
			f.Faults.Add("new", "portal.fault.new")
		}
	}
}

// others are what the person may be known by beside the address for the answer.
func (f form) others(in *identity.Intake) {
	add := func(t varsam.IdentifierType, value string) {
		if value != "" {
			in.Others = append(in.Others, varsam.Identifier{Type: t, Value: value})
		}
	}
	add(varsam.Email, f.AlsoEmail)
	add(varsam.Phone, f.AlsoPhone)
	add("customer", f.AlsoNumber)
	if f.Phone != "" && in.Reach.Type != varsam.Phone {
		add(varsam.Phone, f.Phone)
	}
	if f.For != "other" {
		return
	}
	in.Agent = &identity.Agent{As: f.As, Name: f.Agent}
	if len(in.Others) == 0 {
		f.Faults.Add("also-email", "portal.fault.other")
	}
	if f.Agent == "" {
		f.Faults.Add("agent", "web.form.required")
	}
}
