package pii

import "bytes"

// url reads the web address whose scheme ends with the colon at i, when a parameter of it is about a person.
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
	name := personalParameter(r.text[i+query+1 : end])
	if name == "" {
		return
	}
	mark := len(r.arena)
	r.arena = append(r.arena, r.text[start:end]...)
	r.offer(kURL, start, end, mark, 0.75, "parameter", name)
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

func personalParameter(query []byte) string {
	for len(query) > 0 {
		var one []byte
		one, query, _ = bytes.Cut(query, []byte("&"))
		key, value, _ := bytes.Cut(one, []byte("="))
		if len(value) == 0 {
			continue
		}
		for _, name := range personal {
			if len(key) == len(name) && bytes.EqualFold(key, []byte(name)) {
				return name
			}
		}
	}
	return ""
}
