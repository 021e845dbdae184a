package api_test

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/web/account"
)

// carriesOut has a plan approved and run, and closes the steps that wait for owners.
func (p *program) carriesOut(id string) {
	p.Helper()
	at := "/requests/" + id
	var s api.RequestState
	p.does(&s, "GET", at, nil)
	p.does(nil, "POST", at+"/approve", map[string]string{"plan": s.Plan})
	p.does(nil, "POST", at+"/run", nil)
	p.work()
	var tasks api.List[api.Step]
	p.does(&tasks, "GET", "/tasks", nil)
	for _, task := range tasks.Items {
		p.does(nil, "POST", "/requests/"+task.Request+"/steps/"+task.Step+"/except", nil)
		p.work()
	}
}

// What a person decides because a machine must not: each decision is in the case
// that follows.
func TestDecisionsByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(map[string]any{"asks": []any{map[string]string{"right": "objection"}}})
	at := "/requests/" + r.ID
	var plan api.Plan
	p.does(&plan, "GET", at+"/plan", nil)
	contested := ""
	var reg api.RegisterState
	p.does(&reg, "GET", "/register", nil)
	for _, a := range reg.Activities {
		if a.Basis == string(varsam.LegitimateInterest) {
			contested = a.Name
		}
	}
	p.fails(422, varsam.Invalid, "POST", at+"/rulings", map[string]any{"activity": contested, "upheld": false})
	p.does(nil, "POST", at+"/rulings", map[string]any{"activity": contested, "upheld": true})
	h.work()
	var kept api.Case
	if p.does(&kept, "GET", at+"/case", nil); !kept.Asks[0].Rulings[contested].Upheld {
		t.Errorf("the case is %+v", kept.Asks)
	}
	record := plan.Records[0]
	p.does(nil, "POST", at+"/confirmations", map[string]any{"system": record.System, "collection": record.Collection, "key": record.Key})
	p.fails(404, varsam.NotFound, "POST", at+"/confirmations", map[string]any{"system": record.System, "collection": record.Collection, "key": "none"})
	p.does(nil, "POST", at+"/search", nil)
	h.work()
	p.does(nil, "POST", at+"/told", map[string]any{"party": reg.Parties[0].Name, "impossible": "Finns inte mer."})
	p.does(nil, "POST", at+"/extend", map[string]string{"reason": "Ärendet är komplicerat."})
	p.fails(409, varsam.Conflict, "POST", at+"/extend", map[string]string{"reason": "Igen."})
	for as, media := range map[string]string{"html": "text/html", "text": "text/plain"} {
		if a := p.does(nil, "POST", at+"/letters/extension", map[string]string{"as": as}); !strings.HasPrefix(a.Header.Get("Content-Type"), media) || !bytes.Contains(a.body, []byte("komplicerat")) {
			t.Errorf("the letter as %s: %s", as, a.body)
		}
	}
	party := "/register/elements/party?name=kunden"
	p.with("If-Match", `"1"`).does(nil, "PUT", party, map[string]any{"says": map[string]string{"party": "kunden", "title.sv": "Kunden AB", "kind": "controller", "country": "SE"}})
	today := varsam.DateIn(time.Now(), time.UTC).AddDays(-1)
	p.does(nil, "POST", at+"/forward", map[string]any{"party": "kunden", "on": today})
	p.fails(422, varsam.Invalid, "POST", at+"/forward", map[string]any{"party": reg.Parties[0].Name, "on": today})
}

// A restriction is put in force and ends when the person was told.
func TestARestrictionEndsByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(map[string]any{"asks": []any{map[string]string{"right": "restriction", "article": "b"}}})
	p.carriesOut(r.ID)
	at := "/requests/" + r.ID
	p.fails(403, varsam.Denied, "POST", at+"/lift", map[string]string{"told": "2199-01-01"})
	p.does(nil, "POST", at+"/lift", map[string]any{"told": varsam.DateIn(time.Now(), time.UTC).AddDays(-1)})
}

// An erasure is carried out, its copy and answer handed over, its proof taken; whose
// return is watched for from then on chooses anew.
func TestAnErasureToItsEndByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(map[string]any{"asks": []any{map[string]string{"right": "access"}, map[string]string{"right": "erasure"}}})
	at := "/requests/" + r.ID
	if a := p.does(nil, "GET", at+"/copy", nil); !bytes.HasPrefix(a.body, []byte("PK")) {
		t.Error("the copy is no zip")
	}
	p.does(nil, "POST", at+"/copy", nil)
	p.carriesOut(r.ID)
	p.does(nil, "POST", at+"/answer", nil)
	p.does(nil, "POST", "/evidence/checkpoint", nil)
	if a := p.does(nil, "GET", at+"/pack", nil); len(a.body) == 0 {
		t.Error("the proof is empty")
	}
	var marks api.List[suppression.Suppression]
	if p.does(&marks, "GET", "/suppressions", nil); len(marks.Items) == 0 {
		t.Fatal("nobody's return is watched for")
	}
	p.does(nil, "POST", "/suppressions/"+marks.Items[0].ID+"/forget", map[string]string{"reason": "Handlade igen."})
	p.fails(404, varsam.NotFound, "POST", "/suppressions/"+marks.Items[0].ID+"/forget", map[string]string{"reason": "Handlade igen."})
}

var doors = regexp.MustCompile(`https://privacy\.example\.com/(confirm|stop)/(\S+)`)

// door is what the newest link of a kind in a letter to an address has for a token,
// as a program reads it in the outbox.
func (p *program) door(to, kind string) string {
	p.Helper()
	var letters api.List[api.Letter]
	p.does(&letters, "GET", "/letters?limit=200", nil)
	for _, l := range letters.Items {
		var letter api.LetterText
		p.does(&letter, "GET", "/letters/"+l.ID, nil)
		for _, found := range doors.FindAllStringSubmatch(letter.Text, -1) {
			if letter.To == to && found[1] == kind {
				return found[2]
			}
		}
	}
	p.Fatalf("no letter to %s has a %s link", to, kind)
	return ""
}

// A claim that its person stopped goes on when staff have asked, and its copy is
// released; letters are handed over or tried again.
func TestAStoppedClaimByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	anna := h.made.Cast["anna"].Email
	var made api.ClaimReceipt
	p.does(&made, "POST", "/claims", map[string]any{"email": anna, "asks": []any{map[string]any{"right": "access"}}})
	h.work()
	at := "/claims/" + made.Claim
	stop := p.door(anna, "stop")
	_, err := h.Reception.Identity.Confirm(t.Context(), p.door(anna, "confirm"))
	h.must(err)
	h.work()
	_, err = h.Reception.Identity.Stop(t.Context(), stop)
	h.must(err)
	var claim api.Claim
	p.does(&claim, "POST", at+"/lift", map[string]string{"reason": "Ringde hennes nummer på fil."})
	var told api.PersonTold
	p.does(&told, "POST", at+"/release", map[string]string{"what": "copy"})

	h.Reception.Post.Settings = post.Settings{Server: "smtp://mail.example.com:587", From: "privacy@example.com"}
	var letters api.List[api.Letter]
	p.does(&letters, "GET", "/letters", nil)
	letters.Items = slices.DeleteFunc(letters.Items, func(l api.Letter) bool { return l.Medium != post.Mail })
	var letter api.Letter
	if p.does(&letter, "POST", "/letters/"+letters.Items[0].ID+"/done", nil); letter.State != post.Handed {
		t.Errorf("handed over: %+v", letter)
	}
	if p.does(&letter, "POST", "/letters/"+letters.Items[1].ID+"/retry", nil); letter.State != post.Queued {
		t.Errorf("tried again: %+v", letter)
	}
	h.program("Bo Ek", token.ReadWork).fails(403, varsam.Denied, "GET", "/letters/"+letter.ID, nil)
}

// What a discovery proposes becomes a draft of the register's file, and an account is
// looked at and changed.
func TestFindingsAreTakenByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	file := "/register/text?path=" + url.QueryEscape("systems/crm.yaml")
	var was api.RegisterText
	p.does(&was, "GET", file, nil)
	without := regexp.MustCompile(`(?m)^ +email: .*\n`).ReplaceAllString(was.Text, "")
	p.with("If-Match", `"1"`).does(nil, "PUT", file, map[string]string{"text": without})
	p.does(nil, "POST", "/discovery", map[string]any{"systems": []string{"crm"}})
	h.work()
	var report api.DiscoveryReport
	p.does(&report, "GET", "/discovery/report", nil)
	takes := []string{}
	for _, f := range report.Findings {
		if f.Takes {
			takes = append(takes, f.ID)
		}
	}
	var draft api.Drafted
	if p.does(&draft, "POST", "/discovery/take", map[string]any{"findings": takes[:1]}); draft.Version != 2 || len(draft.Changes) == 0 {
		t.Errorf("the draft is %+v", draft)
	}
	var a api.Account
	p.does(&a, "POST", "/accounts", map[string]any{"name": "Ada Ström", "login": "ada", "roles": []string{"admin"}})
	var link api.Link
	p.does(&link, "POST", "/accounts/"+a.ID+"/link", nil)
	_, err := h.Accounts.Redeem(t.Context(), strings.TrimPrefix(link.Link, "/welcome/"), "häst batteri klammer")
	h.must(err)
	p.does(&a, "POST", "/accounts", map[string]any{"name": "Rut Dal", "login": "rut", "roles": []string{"guest"}})
	p.does(nil, "POST", "/accounts/"+a.ID, map[string]any{"roles": []string{"reader"}, "off": true})
	if p.does(&a, "GET", "/accounts/"+a.ID, nil); a.Roles[0] != account.Reader || !a.Off {
		t.Errorf("the account is %+v", a)
	}
}
