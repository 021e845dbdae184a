package example

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// person is somebody who does not exist.
type person struct {
	number      int // 1, 2, 3 …
	group       group
	first, last string
	female      bool
	home        string // own mail address, canonical
	work        string // mail address at the company
	phone       *phone
	nationalID  string // twelve digits, or none
	company     int    // index in the crowd's companies
	household   int    // people of one household live at one address
}

func (p *person) name() string { return p.first + " " + p.last }

// company is an employer or customer.
type company struct {
	number             int // 1, 2, 3 …
	name, domain, city string
	orgNumber          string
}

// group is what somebody is to the organisation of an example.
type group int

// The groups. Staff and consultants have personal identity numbers.
const (
	staff group = iota
	customer
	consultant
	visitor
	respondent
)

// switchboard is shared by up to this many people.
const switchboard = 500

// makePeople makes n people.
func makePeople(r *rand.Rand, companies []company, n int, groupOf func(i, people int) group) []*person {
	people := make([]*person, n)
	taken, ids, sharing := map[string]int{}, map[bool]int{}, min(switchboard, n/4)
	for i := range people {
		p := &person{number: i + 1, group: groupOf(i, n), female: r.IntN(2) == 0, company: r.IntN(len(companies))}
		p.first, p.last = firstName(r, p.female), familyNames.pick(r)
		p.home = unique(taken, mailName(p), homeDomains[r.IntN(len(homeDomains))])
		p.work = unique(taken, mailName(p), companies[p.company].domain)
		p.phone = phoneOf(i, n, sharing)
		if p.household = i / 2; r.IntN(4) > 0 {
			p.household = i + n // lives alone
		}
		if p.group == staff || p.group == consultant {
			p.nationalID = testNumber(ids[p.female], p.female)
			ids[p.female]++
		}
		people[i] = p
	}
	return people
}

var homeDomains = []string{"example.com", "example.org", "example.net", "post.example", "brev.example"}

func firstName(r *rand.Rand, female bool) string {
	if female {
		return womenNames.pick(r)
	}
	return menNames.pick(r)
}

// phoneOf gives the first people a number each, the last ones the switchboard,
// and those between none.
func phoneOf(i, n, sharing int) *phone {
	own := phones[:len(phones)-1]
	switch {
	case i >= n-sharing:
		return &phones[len(phones)-1]
	case i < len(own):
		return &own[i]
	}
	return nil
}

func makeCompanies(r *rand.Rand, n int) []company {
	all := make([]company, n)
	for i := range all {
		first := companyFirst[i%len(companyFirst)]
		last := companyLast[i/len(companyFirst)%len(companyLast)]
		name, domain := first+" "+last+" AB", plainLetters(first+"-"+last)
		if round := i / (len(companyFirst) * len(companyLast)); round > 0 {
			name, domain = fmt.Sprintf("%s %s %d AB", first, last, round+1), fmt.Sprintf("%s%d", domain, round+1)
		}
		all[i] = company{i + 1, name, domain + ".example", cities[r.IntN(len(cities))], organisationNumber(i)}
	}
	return all
}

func mailName(p *person) string { return plainLetters(p.first + "." + p.last) }

// unique numbers an address that somebody has already.
func unique(taken map[string]int, local, domain string) string {
	address := local + "@" + domain
	taken[address]++
	if n := taken[address]; n > 1 {
		return fmt.Sprintf("%s%d@%s", local, n, domain)
	}
	return address
}

var letters = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u", " ", "-")

func plainLetters(s string) string { return letters.Replace(strings.ToLower(s)) }

// mail writes an address as people type it: most as it is, some with capitals.
func mail(address string, style int) string {
	switch style % 9 {
	case 4:
		return strings.ToUpper(address[:1]) + address[1:]
	case 7:
		return strings.ToUpper(address)
	case 8:
		at := strings.IndexByte(address, '@')
		return address[:1] + strings.ToUpper(address[1:at]) + address[at:]
	}
	return address
}

// spelledPhone is the person's number in a style, or null.
func (p *person) spelledPhone(style int) any {
	if p.phone == nil {
		return nil
	}
	return p.phone.spelled(style)
}

func (p *person) street() string {
	return fmt.Sprintf("%s %d", streets[p.household%len(streets)], 1+p.household%97)
}

func (p *person) postcode() string {
	return fmt.Sprintf("99%d %02d", p.household%10, p.household/10%100)
}

func (p *person) city() string { return cities[p.household%len(cities)] }
