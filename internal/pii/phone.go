package pii

import "github.com/varsam/varsam/internal/pii/check"

// phone offers a telephone number: with a plus or 00 and a calling code, or the way of the text's country. The numbering plans
// say which beginnings and lengths exist.
func (r *run) phone(c *chain) {
	start := c.parts[0].start
	switch {
	case start > r.floor && r.text[start-1] == '+' && !touched(r.text[max(0, start-9):start-1]):
		r.international(c, start-1, 0)
	case len(c.digits) > 9 && c.parts[0].n >= 3 && c.digits[0] == '0' && c.digits[1] == '0':
		r.international(c, start, 2)
	default:
		r.domestic(c)
	}
}

// international tries the longest number first. skip is how many digits stand for the plus.
func (r *run) international(c *chain, start, skip int) {
	for k := len(c.parts); k > 0; k-- {
		d := c.first(k)[skip:]
		if len(d) > 16 || !r.ends(c, k) || len(d) < 7 {
			continue
		}
		d = r.withoutTrunk(c, d, skip)
		country, why := check.Phone(d)
		if why != check.Fine {
			continue
		}
		bare := Score(0.9)
		if country == "" || skip > 0 {
			bare = 0.6
		}
		r.joined = false
		r.offerNumber(kPhone, start, c.parts[k-1].end, bare, 0.97, "numbering plan", "+", d)
		return
	}
}

// withoutTrunk drops the 0 of "+46 (0)70".
func (r *run) withoutTrunk(c *chain, d []byte, skip int) []byte {
	for i := range c.parts[1:] {
		p := &c.parts[1+i]
		if at := p.first - skip; p.sep == open && p.n == 1 && at > 0 && at < len(d) && d[at] == '0' {
			return append(append(r.scratch[:0], d[:at]...), d[at+1:]...)
		}
	}
	return d
}

// regions are where a number without a calling code may come from, when nothing is known.
var regions = []string{"SE", "FI"}

// domestic tries the country of the text, or else Sweden and Finland.
func (r *run) domestic(c *chain) {
	if len(c.digits) < 7 {
		return
	}
	if r.country != "" {
		r.phoneIn(c, r.country)
		return
	}
	if c.digits[0] == '0' {
		for _, region := range regions {
			if r.phoneIn(c, region) {
				return
			}
		}
		return
	}
	if c.digits[0] < '2' || len(c.digits) != 8 {
		return
	}
	if start := c.parts[0].start; r.near.hint.labels == 0 && !r.mayLabel(start, gPhone) || r.near.hint.labels|r.labelsBefore(start).labels&lPhone == 0 {
		return
	}
	for _, region := range [...]string{"NO", "DK"} { // no trunk prefix: eight digits, which only a word tells from others
		if r.phoneIn(c, region) {
			return
		}
	}
}

func (r *run) phoneIn(c *chain, region string) bool {
	for k := len(c.parts); k > 0; k-- {
		d := c.first(k)
		if len(d) > 12 || len(d) < 6 || !r.ends(c, k) || !dialled(c, k) {
			continue
		}
		code, trunk, why := check.NationalPhone(d, region)
		if why != check.Fine {
			continue
		}
		start, end := c.parts[0].start, c.parts[k-1].end
		if c.parts[k-1].end < len(r.text) && start > r.floor && r.text[start-1] == '(' && len(c.parts) > 1 && c.parts[1].sep == close {
			start--
		}
		score, context := r.rate(kPhone, start, end, r.domesticScore(c, k, trunk, region), 0.95)
		mark := len(r.arena)
		r.arena = append(append(append(r.arena, '+'), code...), d[trunk:]...)
		r.offer(kPhone, start, end, mark, score, "numbering plan", context)
		return true
	}
	return false
}

// dialled reports whether the parts are divided the way of telephone numbers: a full date or a decimal is none.
func dialled(c *chain, k int) bool {
	for i := range c.parts[1:k] {
		p := &c.parts[1+i]
		if p.sep == plus || p.sep == open || p.sep == dot && k < 3 || p.sep == slash && i > 0 {
			return false
		}
	}
	return true
}

// domesticScore is higher for numbers that are divided the way people write them, and for mobile ones.
func (r *run) domesticScore(c *chain, k, trunk int, region string) Score {
	mobile := trunk == 1 && (region == "SE" && c.digits[1] == '7' || region == "FI" && (c.digits[1] == '4' || c.digits[1] == '5'))
	var s Score
	switch {
	case trunk == 0 && k == 1:
		s = 0.25
	case trunk == 0:
		s = 0.45
	case k == 1 && mobile && len(c.digits) == 10:
		s = 0.58 // less than a personal number, which few telephone numbers happen to be
	case k == 1:
		s = 0.35
	case c.parts[0].n <= 4 && (mobile || c.parts[1].sep != space):
		s = 0.78
	case c.parts[0].n <= 4:
		s = 0.55
	default: // no area is so long: "070174-0605" is rather another number
		s = 0.4
	}
	if r.joined {
		s *= 0.6
	}
	return s
}
