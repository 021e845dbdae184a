package text

// Grades are consonants of Finnish words in their strong grade, as names have them, and in the weak one that many cases have: Pekka and Pekan,
// Lahti and Lahden. (Iso suomen kielioppi § 41.) Of two strong ones that end alike the longer stands first. A k that is lost, and rk, are not among
// them: who asks what a word may be a case of would take too many for one.
var Grades = [...]struct{ Strong, Weak string }{
	{"kk", "k"}, {"pp", "p"}, {"tt", "t"}, {"nk", "ng"}, {"nt", "nn"}, {"lt", "ll"}, {"rt", "rr"}, {"mp", "mm"}, {"p", "v"}, {"t", "d"},
}
