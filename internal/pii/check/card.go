package check

// network is the range of first six digits of a card scheme, and the lengths of its numbers.
type network struct {
	name        string
	first, last int
	short, long int
}

// networks are ordered from the narrow to the wide: the first that fits decides. Source: ISO/IEC 7812-1 and the schemes' own
// published ranges.
var networks = []network{
	{"elo", 636297, 636297, 16, 16},
	{"dankort", 501900, 501999, 16, 16},
	{"american-express", 340000, 349999, 15, 15},
	{"american-express", 370000, 379999, 15, 15},
	{"diners-club", 300000, 305999, 14, 19},
	{"diners-club", 309500, 309599, 14, 19},
	{"diners-club", 360000, 369999, 14, 19},
	{"diners-club", 380000, 399999, 14, 19},
	{"jcb", 352800, 358999, 16, 19},
	{"mir", 220000, 220499, 16, 19},
	{"mastercard", 222100, 272099, 16, 16},
	{"mastercard", 510000, 559999, 16, 16},
	{"visa", 400000, 499999, 13, 19},
	{"discover", 601100, 601199, 16, 19},
	{"discover", 644000, 659999, 16, 19},
	{"unionpay", 620000, 629999, 16, 19},
	{"unionpay", 810000, 817199, 16, 19},
	{"troy", 979200, 979299, 16, 16},
	{"rupay", 600000, 609999, 16, 16},
	{"maestro", 500000, 509999, 13, 19},
	{"maestro", 560000, 589999, 13, 19},
	{"maestro", 630000, 639999, 13, 19},
	{"maestro", 670000, 679999, 13, 19},
}

// networksBy are those by the first two digits of their numbers, in the same order.
var networksBy = func() (by [100][]network) {
	for begin := range by {
		for _, n := range networks {
			if n.first/10_000 <= begin && begin <= n.last/10_000 {
				by[begin] = append(by[begin], n)
			}
		}
	}
	return by
}()

// Card checks the digits of a payment card: 13 to 19 of them, Luhn, a prefix that a scheme issues with that length. It names
// the scheme.
func Card(d []byte) (scheme string, r Reason) {
	if len(d) < 13 || len(d) > 19 {
		return "", Length
	}
	if !digits(d) {
		return "", Shape
	}
	if luhnSum(d)%10 != 0 {
		return "", CheckDigit
	}
	prefix := number(d[:6])
	r = Range
	begin := networksBy[prefix/10_000]
	for i := range begin {
		n := &begin[i]
		if prefix < n.first || prefix > n.last {
			continue
		}
		if len(d) >= n.short && len(d) <= n.long {
			return n.name, Fine
		}
		r = Length
	}
	return "", r
}
