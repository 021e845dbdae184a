package pii

import (
	"bytes"
	"net/url"
	"slices"

	"github.com/varsam/varsam/internal/pii/check"
)

// url reads the web address whose scheme ends with the colon at i, when a parameter of it is about a person. Where all such parameters are numbers and
// mail addresses, these are hits of their own, as they are in a log without a scheme, and the web address is none; else it is one, with what it
// tells as other readings of it.
func (r *run) url(i int) {
	start := i
	for start > r.floor && i-start < 10 && is(r.text[start-1], isUpper|isLower) {
		start--
	}
	if start == i {
		return
	}
	end := r.urlEnd(i)
	query := bytes.IndexByte(r.text[i:end], '?')
	if query < 0 {
		return
	}
	name, told := r.personalParameter(r.text[i+query+1 : end])
	if name == "" {
		return
	}
	mark := len(r.arena)
	r.arena = append(r.arena, r.text[start:end]...)
	r.offer(kURL, start, end, mark, 0.75, "parameter", name)
	for _, t := range told {
		mark := len(r.arena)
		r.arena = append(r.arena, t.canonical...)
		r.offer(t.kind, start, end, mark, 0.9, "parameter", t.parameter)
	}
}

// urlEnd is where the signs of a web address end, without what a sentence puts behind it.
func (r *run) urlEnd(i int) int {
	end := i
	for end < len(r.text) && end-i < after/2 && r.text[end] > ' ' && r.text[end] < 0x7F && bytes.IndexByte([]byte("\"<>\\^`{|}"), r.text[end]) < 0 {
		end++
	}
	for end > i && bytes.IndexByte([]byte(".,;:!?')]"), r.text[end-1]) >= 0 {
		end--
	}
	return end
}

// personal are the names of parameters that are about a person.
var personal = []string{
	"email", "e-mail", "mail", "epost", "user", "userid", "user_id", "username", "uid", "login", "name", "namn", "fname", "lname",
	"firstname", "lastname", "first_name", "last_name", "fornamn", "efternamn", "phone", "tel", "mobile", "mobil", "ssn", "pnr",
	"personnummer", "hetu", "cpr", "fnr", "dob", "birthdate", "customerid", "customer_id", "kundnr", "memberid", "member_id",
	"session", "sessionid", "session_id", "sid", "token", "lat", "lon", "lng", "address", "adress",
}

// told is what the value of a parameter is by its check.
type told struct {
	kind      kind
	canonical string
	parameter string
}

// personalParameter is the first name of a parameter about a person that is no hit of its own, with what the others tell; empty when all are.
func (r *run) personalParameter(query []byte) (opaque string, tells []told) {
	for len(query) > 0 {
		var one []byte
		one, query, _ = bytes.Cut(query, []byte("&"))
		key, value, _ := bytes.Cut(one, []byte("="))
		name := slices.IndexFunc(personal, func(name string) bool { return len(key) == len(name) && bytes.EqualFold(key, []byte(name)) })
		if name < 0 || len(value) == 0 || value[0] == '[' || value[0] == '*' { // or it has been taken out
			continue
		}
		t, ok := r.tells(value)
		if ok {
			t.parameter = personal[name]
			tells = append(tells, t)
		}
		if opaque == "" && !(ok && plainly(value)) {
			opaque = personal[name]
		}
	}
	return opaque, tells
}

// plainly reports whether a value is written as in other texts, but for its @.
func plainly(value []byte) bool {
	return bytes.IndexByte(value, '+') < 0 && bytes.Count(value, []byte("%")) == bytes.Count(value, []byte("%40"))
}

// inParameters are the kinds that are known in the value of a parameter, whatever it is called.
var inParameters = []kind{kEmail, kPersonnummer, kSamordningsnummer, kHenkilotunnus, kFodselsnummer, kKennitala}

// tells reads the value of a parameter.
func (r *run) tells(value []byte) (told, bool) {
	plain, err := url.QueryUnescape(string(value))
	if err != nil || len(value) < 6 {
		return told{}, false
	}
	for _, k := range inParameters {
		if canonical, why := check.Value(string(types[k]), plain, r.s.today); why == check.Fine {
			return told{kind: k, canonical: canonical}, true
		}
	}
	return told{}, false
}
