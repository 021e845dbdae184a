package promise

// rests says, of each kind of control, what in the law it rests on and where the
// staff's pages deal with it; no path where they do not.
var rests = map[string]struct{ paragraph, path string }{
	"cull":        {"Art. 5(1)(e)", "/culling"},
	"activity":    {"Art. 5(1)(e)", "/culling"},
	"request":     {"Art. 12(3)", "/requests"},
	"register":    {"Art. 5(2)", "/register/findings"},
	"routine":     {"Art. 5(1)(e)", ""},
	"mails":       {"Art. 5(1)(c), 32", ""},
	"discovery":   {"Art. 30", "/register/findings"},
	"watch":       {"Art. 17(1)", "/people"},
	"publication": {"Art. 12(1)", "/publishing"},
	"duty":        {"Art. 24(1)", "/duties"},
	"document":    {"Art. 5(2)", "/register"},
	"none":        {"Art. 5(2)", "/register"},
}

// Paragraph is what in the law a control rests on.
func (s Shown) Paragraph() string { return rests[s.Control].paragraph }

// Path is the page on which something is done about a control; empty for one that
// no page deals with.
func (s Shown) Path() string { return rests[s.Control].path }

// Red reports whether a control shows the opposite of its statement.
func (s Shown) Red() bool { return s.State == Broken }
