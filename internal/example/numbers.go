package example

import (
	"fmt"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// phoneSeries are the numbers set aside for books and films, as area code and
// first and last subscriber number.
var phoneSeries = []struct{ area, first, last string }{
	{"70", "1740605", "1740699"},
	{"31", "3900600", "3900699"},
	{"40", "6280400", "6280499"},
	{"8", "46500400", "46500499"},
	{"980", "319200", "319299"},
}

// phone is a number cut into area code and subscriber number, to be spelled in
// several ways.
type phone struct{ area, number string }

// phones lists the 495 numbers, the series taken in turn.
var phones = func() []phone {
	var all []phone
	for i := range 100 {
		for _, s := range phoneSeries {
			var n, last int
			fmt.Sscan(s.first, &n)
			fmt.Sscan(s.last, &last)
			if n += i; n <= last {
				all = append(all, phone{s.area, fmt.Sprint(n)})
			}
		}
	}
	return all
}()

// canonical is E.164.
func (p phone) canonical() string { return "+46" + p.area + p.number }

// spelled writes the number in one of the usual ways, the style counted round.
func (p phone) spelled(style int) string {
	switch style % 5 {
	case 1:
		return "0" + p.area + "-" + grouped(p.number)
	case 2:
		return "0" + p.area + p.number
	case 3:
		return "0046 " + p.area + " " + grouped(p.number)
	case 4:
		return "+46 (0)" + p.area + "-" + p.number
	}
	return p.canonical()
}

// grouped is 1740605 as 174 06 05.
func grouped(n string) string {
	head := len(n) - len(n)/5*2
	if len(n) == 6 {
		head = 3
		return n[:head] + " " + n[head:]
	}
	parts := []string{n[:head]}
	for ; head < len(n); head += 2 {
		parts = append(parts, n[head:head+2])
	}
	return strings.Join(parts, " ")
}

// The first and last birthday of the test series that we use.
var (
	firstBirth = varsam.NewDate(1977, time.January, 1)
	birthDays  = 28 * 365
)

// testNumber is the k-th personal identity number of the test series for a
// woman or a man: birth number 238 or 239. It is empty when all are taken. The
// step spreads neighbours over the years; it shares no factor with the days.
func testNumber(k int, female bool) string {
	if k >= birthDays {
		return ""
	}
	const step = 3571
	day := firstBirth.AddDays(k * step % birthDays)
	nine := strings.ReplaceAll(day.String(), "-", "")[2:] + map[bool]string{true: "238", false: "239"}[female]
	return day.String()[:2] + nine + luhnDigit(nine)
}

// luhnDigit is the control digit of personal and organisation numbers.
func luhnDigit(digits string) string {
	sum := 0
	for i := range digits {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return fmt.Sprint((10 - sum%10) % 10)
}

// nationalID spells twelve digits in one of the usual ways.
func nationalID(twelve string, style int) any {
	switch {
	case twelve == "":
		return nil
	case style%4 == 1:
		return twelve[2:8] + "-" + twelve[8:]
	case style%4 == 2:
		return twelve[:8] + "-" + twelve[8:]
	case style%4 == 3:
		return twelve[2:]
	}
	return twelve
}

// organisationNumber is the k-th number of a group that is not given out.
func organisationNumber(k int) string {
	nine := fmt.Sprintf("40%07d", 2100000+k)
	return nine[:6] + "-" + nine[6:] + luhnDigit(nine)
}

func bankAccount(k int) string { return fmt.Sprintf("0%03d-%07d", k%1000, k*7919%10000000) }
