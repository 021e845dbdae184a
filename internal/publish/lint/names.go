package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cues are the words before the name of a system or supplier.
var cues = wordSet("heter kallas called named systemet tjansten plattformen plattform verktyget appen programmet leverantoren leverantor bitradet anvander anlitar integration using uses use tool platform provider supplier system bokforingsprogrammet lonesystemet crmsystemet affarssystemet itpartner driftpartner hostingpartner molntjansten via")

// between may stand between a cue and a name.
var between = wordSet("oss sig av utav ett en som heter is called mellan the our vart var varan ar med programmet systemet tjansten plattformen verktyget fran of from by och and samt at company foretaget sadan till exempel bland annat tex bl.a t.ex")

// noName are words in large that name no system.
var noName = wordSet("gdpr imy eu ees eea usa it ip crm hr cv sms id pub pua ab dpo scc dpf iso b2b eus dataskyddsforordningen integritetsskyddsmyndigheten dataombudsmannen sverige finland sweden europe european internet facebooks linkedin bankid i vi du du om for the we you in no art gmail epost api url http https www pdf faq pts lek mfl bfl pul erp itavdelning hrsystem crmsystem ssl tls vpn sql saas iaas datainspektionen personuppgiftsansvarig january january april may june july september october december europeiska unionen kommissionen commission union parlamentet skatteverket bolagsverket forsakringskassan arbetsformedlingen kronofogden polisen uc cookies cookie kakor vara var our your dina ditt privacy shield data protection regulation standard contractual clauses")

// unknownNames are the words in large behind a cue: what may be a system or a
// supplier that no list has.
func (n *notice) unknownNames() []mention {
	var all []mention
	own := n.ownName()
	for i, s := range n.sentences {
		for j, w := range s.words {
			if m, ok := n.company(i, s, j, own); ok {
				all = append(all, m)
			}
			if !isCue(w.text) && !(places[w.text] && handledBefore(s, j)) {
				continue
			}
			k := j + 1
			for k < len(s.words) && k < j+5 && between[s.words[k].text] && !n.isLarge(s, k) {
				k++
			}
			all = append(all, n.namesAt(i, s, k, own)...)
		}
	}
	slices.SortStableFunc(all, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.at.start, b.at.start), cmp.Compare(b.at.end, a.at.end))
	})
	return slices.CompactFunc(all, func(later, earlier mention) bool { return later.at.start < earlier.at.end })
}

// isCue knows a cue, also as the end of a compound: kundsystemet, driftleverantören.
func isCue(text string) bool {
	return cues[text] || slices.ContainsFunc(cueEnds, func(end string) bool { return strings.HasSuffix(text, end) })
}

var cueEnds = []string{"systemet", "programmet", "tjansten", "plattformen", "verktyget", "leverantoren", "bitradet", "appen"}

// places stand between what is done with data and who does it, or in what: "lagras
// hos", "handled in".
var (
	places  = wordSet("i in hos av by with genom through via med")
	handled = wordSet("hanteras handled lagras stored sparas kept finns hosted driftas run kors skickas sent tillhandahalls provided behandlas processed levereras delivered skots managed bokas booked gors done")
)

func handledBefore(s *sentence, j int) bool {
	return slices.ContainsFunc(s.words[max(0, j-2):j], func(w word) bool { return handled[w.text] })
}

// companies are the forms that stand behind a company's name.
var companies = wordSet("ab aktiebolag oy oyj abp inc ltd limited llc gmbh as aps bv plc")

// company is the company whose form a word is, unless it is the organisation's own
// or one that is known.
func (n *notice) company(number int, s *sentence, j int, own string) (mention, bool) {
	from := j
	for from > 0 && n.isName(s, from-1) {
		from--
	}
	r, _ := utf8.DecodeRuneInString(n.text[s.words[j].start:])
	if from == j || !companies[s.words[j].text] || !unicode.IsUpper(r) {
		return mention{}, false
	}
	at := span{s.words[from].start, s.words[j-1].end}
	name := n.text[at.start:at.end]
	return mention{provider{name: name}, at, number}, !n.isMentioned(at) && !strings.Contains(own, plainWord(name))
}

// isName reports whether a word is written as a part of a name, wherever it stands.
func (n *notice) isName(s *sentence, k int) bool {
	r, _ := utf8.DecodeRuneInString(n.text[s.words[k].start:])
	behind := n.text[s.words[k].end:s.words[k+1].start]
	return unicode.IsUpper(r) && strings.TrimSpace(behind) == ""
}

// namesAt are the names from a word on: "Fortnox och Finqr".
func (n *notice) namesAt(number int, s *sentence, k int, own string) []mention {
	var all []mention
	for k < len(s.words) && n.isLarge(s, k) {
		end := k + 1
		for end < len(s.words) && n.isLarge(s, end) && n.text[s.words[end-1].end:s.words[end].start] == " " {
			end++
		}
		last := end - 1
		if last > k && companies[s.words[last].text] { // a company is called by its name
			last--
		}
		at := span{s.words[k].start, s.words[last].end}
		name := n.text[at.start:at.end]
		if !n.isMentioned(at) && !strings.Contains(own, plainWord(name)) {
			all = append(all, mention{provider{name: name}, at, number})
		}
		if k = end; k < len(s.words) && (s.words[k].text == "och" || s.words[k].text == "and" || s.words[k].text == "samt") {
			k++
		}
	}
	return all
}

// isLarge reports whether a word inside a sentence is written as a name.
func (n *notice) isLarge(s *sentence, k int) bool {
	w := s.words[k]
	r, _ := utf8.DecodeRuneInString(n.text[w.start:])
	if k == 0 || !unicode.IsUpper(r) || noName[w.text] || len(w.text) < 3 || strings.Contains(w.text, ".") {
		return false
	}
	before := strings.TrimRight(n.text[s.words[k-1].end:w.start], " ")
	return before == "" || before == "," || before == "(" || before == "”" || before == "\""
}

// isMentioned reports whether a known provider's name is there. Mentions are in
// the order of the text.
func (n *notice) isMentioned(at span) bool {
	i, _ := slices.BinarySearchFunc(n.mentions, at.start, func(m mention, start int) int { return cmp.Compare(m.at.end, start+1) })
	return i < len(n.mentions) && n.mentions[i].at.start < at.end
}

// ownName is what the organisation is called: the words before the first company's
// form, and the register's names.
func (n *notice) ownName() string {
	own := ""
	if at := n.body(); at != nil {
		own = n.text[max(0, at.start-60):at.end]
	}
	if n.opt.Register != nil {
		o := n.opt.Register.Organisation
		own = strings.Join([]string{own, o.Title.SV, o.Title.EN, o.Name}, " ")
	}
	return plainWord(own)
}
