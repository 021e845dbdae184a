package pii

// reader offers what a chain may be read as, if its digits are that.
type reader func(*run, *chain)

// form is the lengths of a chain's first two groups, four bits each: the second one's is 0 where there is one group, and 15 is 15 and more.
type form uint8

// forms read numbers of six digits and more by their form, those in the second half where a blank or the like divides the first two groups. Telephone numbers
// are looked at apart: people divide them as they like. There is one reader for each form, because which one a number takes is nothing that a
// processor guesses.
var forms = func() (t [2][256]reader) {
	for f := range t[0] {
		if first, second := f>>4, f&15; first >= 1 && first <= 5 && second > 0 {
			t[0][f] = (*run).accounts
		}
	}
	for _, f := range [...]struct {
		first, second int
		read          reader
	}{
		{6, 0, func(r *run, c *chain) {
			r.interimBehind(c)
			r.plusgiro(c)
			r.bankAccount(c)
			r.shortDate(c)
		}},
		{7, 0, func(r *run, c *chain) {
			r.bankgiro(c)
			r.plusgiro(c)
			r.bankAccount(c)
		}},
		{8, 0, func(r *run, c *chain) {
			r.swedish(c)
			r.dates(c)
			r.spacedVAT(c)
			r.uuidAt(c)
			r.interimBehind(c)
			r.bankgiro(c)
			r.plusgiro(c)
			r.bankAccount(c)
			r.swedishPassport(c)
		}},
		{9, 0, func(r *run, c *chain) {
			r.norwegianFirm(c)
			r.danishPassport(c)
			r.bankAccount(c)
		}},
		{10, 0, func(r *run, c *chain) {
			r.swedish(c)
			r.tenDigits(c)
			r.bankAccount(c)
		}},
		{11, 0, func(r *run, c *chain) {
			r.norwegian(c)
			r.norwegianAccount(c)
			r.bankAccount(c)
		}},
		{12, 0, func(r *run, c *chain) {
			r.swedish(c)
			r.spacedVAT(c)
			r.bankAccount(c)
		}},
		{13, 0, func(r *run, c *chain) {
			r.card(c)
			r.bankAccount(c)
		}},
		{14, 0, func(r *run, c *chain) {
			r.card(c)
			r.bankAccount(c)
		}},
		{15, 0, func(r *run, c *chain) {
			r.card(c)
			r.devices(c)
			r.bankAccount(c)
		}},
		{6, 4, func(r *run, c *chain) { // YYMMDD-NNNN, DDMMYY-NNNN
			r.swedish(c)
			r.tenDigits(c)
			r.finnishDigits(c)
		}},
		{8, 4, func(r *run, c *chain) { // YYYYMMDD-NNNN; with a blank see above
			r.swedish(c)
			r.uuidAt(c)
		}},
		{8, 2, (*run).uuidAt},
		{8, 3, (*run).uuidAt},
		{4, 2, func(r *run, c *chain) { // YYYY-MM-DD, YYYY.MM.DD.NNNN
			r.dates(c)
			if c.day() {
				r.pos = c.parts[2].end
				return
			}
			r.pointed(c)
			r.norwegianAccount(c)
			r.accounts(c)
		}},
		{2, 2, func(r *run, c *chain) { // DD.MM.YYYY, YY.MM.DD.NNNN
			r.dates(c)
			r.pointed(c)
			if c.shape(0x2225) { // DD MM YY NNNNN
				r.norwegian(c)
			}
			r.accounts(c)
		}},
		{1, 2, func(r *run, c *chain) {
			r.dates(c)
			r.accounts(c)
		}},
		{2, 1, func(r *run, c *chain) {
			r.dates(c)
			r.accounts(c)
		}},
		{1, 1, func(r *run, c *chain) {
			r.dates(c)
			r.accounts(c)
		}},
		{6, 3, (*run).finnishGroups}, // DDMMYY-NNNA
		{6, 5, (*run).norwegian},     // DDMMYY NNNNN
		{7, 1, func(r *run, c *chain) { // NNNNNNN-N
			r.finnishFirm(c)
			r.plusgiro(c)
		}},
		{8, 1, func(r *run, c *chain) { // NNNNNNNN/N: a bracket or a stroke may end a number, too
			r.plusgiro(c)
			r.uuidAt(c)
		}},
		{9, 1, func(r *run, c *chain) {
			r.norwegianFirm(c)
			r.danishPassport(c)
		}},
		{6, 1, (*run).plusgiro}, // NNNNNN-N
		{3, 3, func(r *run, c *chain) { // NNN NNN NNN
			r.norwegianFirm(c)
			r.accounts(c)
		}},
		{3, 4, func(r *run, c *chain) { // NNN-NNNN
			r.bankgiro(c)
			r.accounts(c)
		}},
		{4, 4, func(r *run, c *chain) {
			r.bankgiro(c)
			r.card(c)
			r.accounts(c)
		}},
		{4, 6, func(r *run, c *chain) {
			r.card(c)
			r.accounts(c)
		}},
		{2, 6, func(r *run, c *chain) { // NN-NNNNNN-NNNNNN-N
			r.devices(c)
			r.accounts(c)
		}},
		{6, 2, (*run).devices},
		{4, 7, (*run).danishAccount},
		{4, 8, (*run).danishAccount},
		{4, 9, (*run).danishAccount},
		{4, 10, (*run).danishAccount},
	} {
		t[0][f.first<<4|f.second] = f.read
	}
	t[1] = t[0]
	for f := range t[1] {
		if first := f >> 4; first >= 7 { // two numbers, or the last four of the first
			t[1][f] = t[0][first<<4]
		}
	}
	return t
}()

// accounts offers what groups of any length may be.
func (r *run) accounts(c *chain) {
	r.plusgiro(c)
	r.bankAccount(c)
}

// figures looks at a number of six digits or more.
func (r *run) figures(c *chain) {
	f := c.form()
	if c.mayBePhone(f) || r.country != "" || r.afterPlus(c) {
		r.phone(c)
	}
	if read := forms[c.spaced()][f]; read != nil {
		read(r, c)
	}
}

// form and spaced are what tells who reads the chain.
func (c *chain) form() form { return form(c.groups >> 56) }

// spaced is 1 when a blank divides the first two groups, or a bracket or a stroke that may stand between two numbers, too. Where there is only one
// it says nothing.
func (c *chain) spaced() int {
	const between = 1<<space | 1<<slash | 1<<open
	return between >> (c.partRoom[1].sep & 63) & 1
}

// mayBePhone reports whether the digits have the length of telephone numbers and are not grouped as dates are, or begin with 0.
func (c *chain) mayBePhone(f form) bool {
	return phoneForms[f][c.digits[0]&15]>>uint(min(len(c.digits), 15))&1 != 0
}

// phoneForms have, by the first digit, a bit for each number of digits.
var phoneForms = func() (t [256][16]uint16) {
	const tenToTwelve = 1<<10 | 1<<11 | 1<<12
	for f := range t {
		lengths := uint16(0)
		if first, second := f>>4, f&15; first == 7 || first == 3 && second == 4 {
			lengths |= 1 << 7
		}
		if f != 0x42 {
			lengths |= 1 << 8
		}
		for digit := range t[f] {
			t[f][digit] = lengths
		}
		t[f][0] = 1<<16 - 1
		t[f][4] |= tenToTwelve
		if f>>4 != 6 {
			t[f][3] |= tenToTwelve
		}
	}
	return t
}()
