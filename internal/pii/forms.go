package pii

// reader offers what a chain may be read as, if its digits are that.
type reader func(*run, *chain)

// forms are the readers of numbers of six digits and more by the lengths of their first two groups; the second one's is 0 where there is one
// group, and the last row and column are those of all longer groups. Telephone numbers are looked at apart: people divide them as they like.
var forms = func() (t [16][16][]reader) {
	for _, f := range [...]struct {
		first, second int
		read          []reader
	}{
		{6, 0, []reader{(*run).interimBehind, (*run).plusgiro, (*run).bankAccount, (*run).shortDate}},
		{7, 0, []reader{(*run).bankgiro, (*run).plusgiro, (*run).bankAccount}},
		{8, 0, []reader{(*run).swedish, (*run).dates, (*run).uuidAt, (*run).interimBehind, (*run).bankgiro, (*run).plusgiro, (*run).bankAccount, (*run).swedishPassport}},
		{9, 0, []reader{(*run).norwegianFirm, (*run).danishPassport, (*run).bankAccount}},
		{10, 0, []reader{(*run).swedish, (*run).tenDigits, (*run).bankAccount}},
		{11, 0, []reader{(*run).norwegian, (*run).bankAccount}},
		{12, 0, []reader{(*run).swedish, (*run).bankAccount}},
		{13, 0, []reader{(*run).card, (*run).bankAccount}},
		{14, 0, []reader{(*run).card, (*run).bankAccount}},
		{15, 0, []reader{(*run).card, (*run).devices, (*run).bankAccount}},

		{6, 4, []reader{(*run).swedish, (*run).tenDigits, (*run).finnishDigits}}, // YYMMDD-NNNN, DDMMYY-NNNN
		{8, 4, []reader{(*run).swedish}},                                         // YYYYMMDD-NNNN; with a blank see above
		{4, 2, []reader{(*run).dates, (*run).pointed}},                           // YYYY-MM-DD, YYYY.MM.DD.NNNN
		{2, 2, []reader{(*run).dates, (*run).pointed}},                           // DD.MM.YYYY, YY.MM.DD.NNNN
		{1, 2, []reader{(*run).dates}},
		{2, 1, []reader{(*run).dates}},
		{1, 1, []reader{(*run).dates}},
		{6, 3, []reader{(*run).finnishGroups}},                // DDMMYY-NNNA
		{6, 5, []reader{(*run).norwegian}},                    // DDMMYY NNNNN
		{7, 1, []reader{(*run).finnishFirm, (*run).plusgiro}}, // NNNNNNN-N
		{8, 1, []reader{(*run).plusgiro}},                     // NNNNNNNN/N: a bracket or a stroke may end a number, too
		{9, 1, []reader{(*run).norwegianFirm, (*run).danishPassport}},
		{6, 1, []reader{(*run).plusgiro}},      // NNNNNN-N
		{3, 3, []reader{(*run).norwegianFirm}}, // NNN NNN NNN
		{3, 4, []reader{(*run).bankgiro}},      // NNN-NNNN
		{4, 4, []reader{(*run).bankgiro, (*run).card}},
		{4, 6, []reader{(*run).card}},
		{2, 6, []reader{(*run).devices}}, // NN-NNNNNN-NNNNNN-N
		{6, 2, []reader{(*run).devices}},
	} {
		t[f.first][f.second] = f.read
	}
	for first := 1; first <= 5; first++ {
		for second := 1; second < len(t); second++ {
			t[first][second] = append(t[first][second], (*run).plusgiro, (*run).bankAccount)
		}
	}
	return t
}()

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
	for _, read := range forms[min(first, most)][min(second, most)] {
		read(r, c)
	}
}
