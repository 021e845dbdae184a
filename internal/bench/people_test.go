package main

import (
	"fmt"

	"github.com/varsam/varsam"
)

// customer is the n-th customer, n from 1. Nothing of it is stored twice: the
// number is all that is needed to ask for the same person by hand and by machine.
type customer struct {
	id                                      int
	name, email, phone, nationalID, address string
}

var (
	firstNames = []string{"Anna", "Erik", "Maria", "Lars", "Karin", "Karl", "Eva", "Anders", "Ida", "Johan", "Åsa", "Örjan"}
	lastNames  = []string{"Exempelsson", "Provberg", "Testlund", "Mallgren", "Påhittén"}
	localParts = []string{"anna", "erik", "maria", "lars", "karin", "karl", "eva", "anders", "ida", "johan", "asa", "orjan"}
)

// customerOf makes a customer. Every value is spelled in one of a few ways, as in
// a database that many programs have written to; one in seven e-mail addresses
// and phone numbers only the second stage of a search finds.
func customerOf(n int) customer {
	c := customer{
		id:      n,
		name:    firstNames[n%len(firstNames)] + " " + lastNames[n%len(lastNames)],
		email:   fmt.Sprintf("%s.%d@example.com", localParts[n%len(localParts)], n),
		address: fmt.Sprintf("Provgatan %d, %03d %02d Exempelby", n%300, 100+n%800, n%100),
	}
	number := fmt.Sprintf("%07d", n)
	switch n % 7 {
	case 0:
		c.email, c.phone = "  "+c.email, "070/"+number
	case 1, 2:
		c.phone = "070-" + number[:3] + " " + number[3:5] + " " + number[5:]
	case 3, 4:
		c.phone = "+4670" + number
	default:
		c.phone = "070" + number
	}
	c.nationalID = nationalID(n)
	return c
}

// nationalID is a well-formed Swedish number: a day of birth, a serial number and
// the check digit.
func nationalID(n int) string {
	const days = 28_000
	day := varsam.NewDate(1930, 1, 1).AddDays(n % days)
	digits := day.String()
	digits = digits[:4] + digits[5:7] + digits[8:] + fmt.Sprintf("%03d", 100+n/days)
	sum := 0
	for i, d := range digits[2:] {
		v := int(d-'0') * (2 - i%2)
		sum += v/10 + v%10
	}
	digits += fmt.Sprint((10 - sum%10) % 10)
	if n%2 == 0 {
		return digits[:8] + "-" + digits[8:]
	}
	return digits
}

// person is the customer as somebody who asks: by every identifier, in other
// spellings than the stored ones.
func (c customer) person(number int) varsam.Person {
	canonical := func(t varsam.IdentifierType, value string) varsam.Identifier {
		text, err := t.Canonical(value, "SE", today)
		if err != nil {
			panic("bench: customer " + fmt.Sprint(c.id) + ": " + err.Error())
		}
		return varsam.Identifier{Type: t, Value: text, Verified: true}
	}
	return varsam.Person{Number: number, Identifiers: []varsam.Identifier{
		canonical(varsam.Email, c.email), canonical(varsam.Phone, c.phone), canonical(varsam.NationalID, c.nationalID),
	}}
}

// heavy customers have ten times as much as the others.
func heavy(n int) bool { return n%heavyEvery == 0 }

const heavyEvery = 200

var today = varsam.NewDate(2026, 11, 20)
