package document

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// What documents know of a register, for those who say it in other forms.

// Recipient is somebody who gets data of an activity.
type Recipient struct {
	Name      string // as the register writes it
	Party     register.Party
	Processor bool
	Country   string
	Outside   bool // of the EEA, or reached from there
}

// Datum is a kind of data of an activity, with where it comes from and whether
// it must be given: statute, contract or voluntary.
type Datum struct {
	Category varsam.Category
	Sources  []string
	Needed   string
}

// Activities are those that a notice tells of: as controller, alone or joint.
func Activities(reg *register.Register) []register.Activity {
	return (&composer{reg: reg}).ours()
}

// Recipients are those of an activity, with whoever runs its systems.
func Recipients(reg *register.Register, a register.Activity) (all []Recipient) {
	for _, r := range (&composer{reg: reg}).recipients(a) {
		all = append(all, Recipient{r.name, r.party, r.processor, r.country, r.outside()})
	}
	return all
}

// Data are the kinds of data of an activity.
func Data(reg *register.Register, a register.Activity) (all []Datum) {
	for _, d := range (&composer{reg: reg}).data(a) {
		all = append(all, Datum{d.category, d.sources, needed(a, d)})
	}
	return all
}

// Rights are those that an activity's basis gives.
func Rights(a register.Activity) []varsam.Right { return rightsOf(a) }

// Block is the block of an id; empty when there is none.
func (d Document) Block(id string) Block {
	for _, b := range d.Blocks {
		if b.ID == id {
			return b
		}
	}
	return Block{}
}
