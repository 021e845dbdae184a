package varsam

// Basis is the legal ground of a processing, as the article's letter.
type Basis string

// The six bases of Art. 6(1) GDPR.
const (
	Consent            Basis = "6.1.a"
	Contract           Basis = "6.1.b"
	LegalObligation    Basis = "6.1.c"
	VitalInterest      Basis = "6.1.d"
	PublicTask         Basis = "6.1.e"
	LegitimateInterest Basis = "6.1.f"
)

// Valid reports whether b is one of the six.
func (b Basis) Valid() bool { return b >= Consent && b <= LegitimateInterest && len(b) == len(Consent) }

// Role is what the organisation is for an activity.
type Role string

// The roles of Art. 4(7), 4(8) and 26 GDPR.
const (
	Controller Role = "controller"
	Joint      Role = "joint"
	Processor  Role = "processor"
)

// Right is what a person, or a controller by instruction, asks for.
type Right string

// The rights of Chapter III, the question they all begin with, and the
// instruction of a controller to its processor (Art. 28(3)(a)).
const (
	Access        Right = "access"        // Art. 15
	Rectification Right = "rectification" // Art. 16
	Erasure       Right = "erasure"       // Art. 17
	RestrictionOf Right = "restriction"   // Art. 18
	Portability   Right = "portability"   // Art. 20
	Objection     Right = "objection"     // Art. 21
	Withdrawal    Right = "withdrawal"    // Art. 7(3)
	Why           Right = "why"           // "why do you have this?", part of Art. 15
	Instruction   Right = "instruction"   // Art. 28(3)(a)
)

// Rights lists them in the order in which one request carries them out: what is
// read before what is changed, the reversible before the final.
var Rights = []Right{Access, Portability, Why, Rectification, RestrictionOf, Objection, Withdrawal, Erasure, Instruction}

// Article is the paragraph that gives the right.
func (r Right) Article() string {
	return map[Right]string{
		Access: "15", Rectification: "16", Erasure: "17", RestrictionOf: "18(1)", Portability: "20",
		Objection: "21", Withdrawal: "7(3)", Why: "15(1)", Instruction: "28(3)(a)",
	}[r]
}

// Changes reports whether carrying out the right alters records.
func (r Right) Changes() bool { return r != Access && r != Portability && r != Why }

// Use is something done with data that a person can make stop: "newsletter",
// "direct-marketing", "profiling". Its mark in a system yields only to a new
// choice by the person.
type Use string

// DirectMarketing is the use whose objection needs no test (Art. 21(2)–(3)).
const DirectMarketing Use = "direct-marketing"
