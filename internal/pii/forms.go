package pii

// reader offers what a chain may be read as, if its digits are that.
type reader func(*run, *chain)

// forms read numbers of six digits and more by the lengths of their first two groups; the second one's is 0 where there is one group, and the
// last row and column are those of all longer groups. Telephone numbers are looked at apart: people divide them as they like. There is one reader
// for each form, because which one a number takes is nothing that a processor guesses.
var forms = func() (t [16][16]reader) {
	for first := 1; first <= 5; first++ {
		for second := 1; second < len(t); second++ {
			t[first][second] = (*run).accounts
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
			r.bankAccount(c)
		}},
		{12, 0, func(r *run, c *chain) {
			r.swedish(c)
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
		{8, 4, (*run).swedish}, // YYYYMMDD-NNNN; with a blank see above
		{4, 2, func(r *run, c *chain) { // YYYY-MM-DD, YYYY.MM.DD.NNNN
			r.dates(c)
			r.pointed(c)
			r.accounts(c)
		}},
		{2, 2, func(r *run, c *chain) { // DD.MM.YYYY, YY.MM.DD.NNNN
			r.dates(c)
			r.pointed(c)
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
		{8, 1, (*run).plusgiro}, // NNNNNNNN/N: a bracket or a stroke may end a number, too
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
	} {
		t[f.first][f.second] = f.read
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
	const most = len(forms) - 1
	first, second := c.parts[0].n, 0
	if len(c.parts) > 1 {
		second = c.parts[1].n
	}
	if c.digits[0] == '0' || mayBePhone(c, first, second) || r.country != "" || r.afterPlus(c) {
		r.phone(c)
	}
	if second == 2 && c.day() {
		r.dates(c)
		r.pos = c.parts[2].end
		return
	}
	if first >= 7 && second > 0 && c.parts[1].sep == space { // two numbers, or the last four of the first
		second = 0
	}
	if read := forms[min(first, most)][min(second, most)]; read != nil {
		read(r, c)
	}
}
