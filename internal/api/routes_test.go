package api_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
)

// A name that was typed on a command line is nobody's second yes.
func TestATokenOfTheCommandLineIsNobodysSecond(t *testing.T) {
	t.Parallel()
	h := build(t)
	h.must(h.Accounts.SetTwoPeople(t.Context(), true, "test"))
	astrid := h.program("Astrid Lind", every()...)
	secret, _, err := h.Tokens.Make(t.Context(), token.New{Name: "typed", By: "Bo Ek", Scopes: every()})
	h.must(err)
	typed := &program{h, secret, nil}
	r := astrid.enters(nil)
	var s api.RequestState
	astrid.does(&s, "GET", "/requests/"+r.ID, nil)
	astrid.does(&s, "POST", "/requests/"+r.ID+"/approve", map[string]string{"plan": s.Plan})
	typed.does(&s, "POST", "/requests/"+r.ID+"/approve", map[string]string{"plan": s.Plan})
	if s.Missing != 1 || s.Approvals[1].Assurance == s.Approvals[0].Assurance {
		t.Errorf("after a typed yes: %+v", s)
	}
	typed.fails(403, varsam.Denied, "POST", "/requests/"+r.ID+"/run", nil)
}

func TestCullingByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	astrid, bo := h.program("Astrid Lind", every()...), h.program("Bo Ek", token.ApprovePlans, token.ReadWork)
	if a := astrid.does(nil, "POST", "/culling", nil); a.StatusCode != 202 {
		t.Errorf("planning: %s", a.Status)
	}
	h.work()
	var list api.List[api.Run]
	astrid.does(&list, "GET", "/culling", nil)
	if len(list.Items) != 1 {
		t.Fatalf("runs: %+v", list)
	}
	at := "/culling/" + list.Items[0].ID
	var run api.RunState
	astrid.does(&run, "GET", at, nil)
	if run.State != "waiting" || len(run.Rules) == 0 || run.Plan == "" {
		t.Fatalf("the run is %+v", run)
	}
	yes := map[string]any{"plan": run.Plan, "standing": map[string]any{"most": 100000, "until": varsam.DateIn(time.Now(), time.UTC).AddYears(1)}}
	var out api.RunApproved
	astrid.does(&out, "POST", at+"/approve", yes)
	if out.Missing != 1 {
		t.Errorf("one yes: %d missing", out.Missing)
	}
	bo.fails(409, varsam.Conflict, "POST", at+"/approve", map[string]any{"plan": "other"})
	bo.does(&out, "POST", at+"/approve", yes)
	if out.Missing != 0 || out.State != "running" {
		t.Errorf("two yes: %+v", out)
	}
	astrid.does(nil, "POST", at+"/pause", nil)
	astrid.does(nil, "POST", at+"/resume", nil)
	if a := astrid.does(nil, "GET", at+"/certificate", nil); !bytes.Contains(a.body, []byte("<html")) {
		t.Error("the certificate is no page")
	}
	for _, path := range []string{at + "/certificate?as=pdf", "/culling/schedule?as=pdf"} {
		if a := astrid.asks("GET", path, nil); !bytes.HasPrefix(a.body, []byte("%PDF")) {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
	var standings api.List[api.Standing]
	astrid.does(&standings, "GET", "/culling/standings", nil)
	if len(standings.Items) == 0 {
		t.Fatal("no standing approval")
	}
	if a := astrid.does(nil, "DELETE", "/culling/standings/"+standings.Items[0].ID, nil); a.StatusCode != 204 {
		t.Errorf("ending one: %s", a.Status)
	}
	astrid.does(nil, "POST", at+"/cancel", nil)
}

func TestHoldsByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	anna := h.made.Cast["anna"]
	review := varsam.DateIn(time.Now(), time.UTC).AddYears(1).String()
	body := map[string]any{
		"person": map[string]any{"identifiers": []any{map[string]any{"type": "email", "value": anna.Email, "verified": true}}},
		"reason": "Tvist om faktura.", "review": review,
	}
	var hold api.Hold
	p.with("Idempotency-Key", "h").does(&hold, "POST", "/holds", body)
	a := p.with("Idempotency-Key", "h").does(&hold, "POST", "/holds", body)
	if bytes.Contains(a.body, []byte(anna.Email)) || !hold.OfPerson {
		t.Errorf("the answer is %s", a.body)
	}
	var list api.List[api.Hold]
	if a := h.program("Revisor", token.ReadWork).does(&list, "GET", "/holds", nil); len(list.Items) != 1 || bytes.Contains(a.body, []byte("Tvist")) {
		t.Errorf("the list is %s", a.body)
	}
	var detail api.HoldDetail
	p.does(&detail, "GET", "/holds/"+hold.ID, nil)
	if detail.Person.Identifiers[0].Value != anna.Email || detail.Owner != "Astrid Lind" {
		t.Errorf("the hold is %+v", detail)
	}
	p.does(nil, "DELETE", "/holds/"+hold.ID, nil)
	p.fails(404, varsam.NotFound, "GET", "/holds/"+hold.ID, nil)
	for name, change := range map[string]map[string]any{
		"nobody":     {"person": nil},
		"both":       {"system": "x", "collection": "y"},
		"no system":  {"person": nil, "system": "x", "collection": "y"},
		"no review":  {"review": ""},
		"unreadable": {"person": map[string]any{"identifiers": []any{map[string]any{"type": "email", "value": "@", "verified": true}}}},
	} {
		wrong := map[string]any{}
		for key, value := range body {
			wrong[key] = value
		}
		for key, value := range change {
			if wrong[key] = value; value == nil {
				delete(wrong, key)
			}
		}
		if a := p.asks("POST", "/holds", wrong); a.StatusCode != 422 {
			t.Errorf("%s: %s", name, a.Status)
		}
	}
}

// packed is a folder as zip.
func packed(t *testing.T, folder string, change func(name, text string) string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	source := os.DirFS(folder)
	err := fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") && !strings.HasPrefix(name, "duties/") {
			return err
		}
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return err
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, change(name, string(text)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheRegisterByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...).with("Content-Type", "application/zip")
	var now api.RegisterState
	tag := p.does(&now, "GET", "/register", nil).Header.Get("ETag")
	if now.Version != 1 || len(now.Activities) == 0 || len(now.Systems) == 0 || tag != `"1"` {
		t.Fatalf("the register is %+v, %s", now, tag)
	}
	files := p.does(nil, "GET", "/register/files", nil)
	var check api.RegisterCheck
	p.does(&check, "POST", "/register/check", files.body)
	if len(check.Changes) != 0 || len(check.Faults) != 0 {
		t.Errorf("what went out and in again: %+v", check)
	}
	more := packed(t, h.made.Register, func(name, text string) string {
		return strings.Replace(text, "\nowner: ", "\nowner: new-", 1)
	})
	p.does(&check, "POST", "/register/check", more)
	if len(check.Changes) == 0 {
		t.Error("no change is seen")
	}
	broken := packed(t, h.made.Register, func(name, text string) string {
		if name == "organisation.yaml" {
			return text + "\nnonsense: 1\n"
		}
		return text
	})
	p.does(&check, "POST", "/register/check", broken)
	if len(check.Faults) == 0 {
		t.Error("no fault is seen")
	}
	p.fails(428, varsam.Invalid, "PUT", "/register/files", more)
	if problem := p.with("If-Match", tag).fails(422, varsam.Invalid, "PUT", "/register/files", broken); len(problem.Faults) == 0 {
		t.Error("the faults are not told")
	}
	var v register.Version
	if got := p.with("If-Match", tag).does(&v, "PUT", "/register/files", more).Header.Get("ETag"); v.Number != 2 || got != `"2"` {
		t.Errorf("the new version is %+v, %s", v, got)
	}
	p.with("If-Match", tag).fails(412, varsam.Conflict, "PUT", "/register/files", files.body)
	p.with("If-Match", `"2"`).fails(422, varsam.Invalid, "PUT", "/register/files", []byte("no zip"))
	var versions api.List[register.Version]
	p.does(&versions, "GET", "/register/versions?limit=1", nil)
	if len(versions.Items) != 1 || versions.Next != "2" {
		t.Errorf("the versions are %+v", versions)
	}
	if old := p.does(nil, "GET", "/register/files?version=1", nil); old.Header.Get("ETag") != `"1"` {
		t.Error("the old version is another")
	}
	var findings api.List[api.RegisterFinding]
	p.does(&findings, "GET", "/register/findings", nil)
	for _, f := range findings.Items {
		if f.Says == "" || f.Paragraph == "" {
			t.Errorf("a finding says %+v", f)
		}
	}
}

// A program reads whether what the organisation says is so, with what to do.
func TestPromisesByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	var all api.List[api.Promise]
	p.with("Accept-Language", "en").does(&all, "GET", "/promises", nil)
	if len(all.Items) == 0 {
		t.Fatal("the demo's register says nothing")
	}
	for _, one := range all.Items {
		if one.Text == "" || one.State == "" || len(one.Controls) == 0 {
			t.Errorf("a statement is %+v", one)
		}
		for _, c := range one.Controls {
			if c.Says == "" || c.Paragraph == "" || strings.Contains(c.Says, "⟦") {
				t.Errorf("a control of %s is %+v", one.ID, c)
			}
		}
	}
}

func TestTheLogByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(nil)
	pack := p.does(nil, "POST", "/requests/"+r.ID+"/pack", nil)
	var log api.LogState
	p.does(&log, "POST", "/evidence/checkpoint", nil)
	if log.Leaves == 0 || log.Signed != log.Leaves || log.Key == "" {
		t.Errorf("the log is %+v", log)
	}
	binary := p.with("Content-Type", "application/octet-stream")
	var verdict api.Verdict
	binary.does(&verdict, "POST", "/evidence/verify", pack.body)
	if verdict.Report == "" {
		t.Errorf("the proof: %+v", verdict)
	}
	broken := slices.Clone(pack.body)
	broken[len(broken)/2] ^= 1
	binary.does(&verdict, "POST", "/evidence/verify", broken)
	if verdict.Holds || verdict.Why == "" {
		t.Errorf("a broken proof: %+v", verdict)
	}
	whole := p.does(nil, "GET", "/evidence/log", nil)
	if report, err := evidence.VerifyLog(bytes.NewReader(whole.body), log.Key); err != nil || report.Leaves == 0 {
		t.Errorf("the whole log: %v", err)
	}
}

// What a form of the organisation's own sends on is a claim like the portal's:
// the answer is the same whoever is asked about.
func TestClaimsByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	intake := h.program("intranät", token.WriteRequests)
	known, unknown := api.ClaimReceipt{}, api.ClaimReceipt{}
	ask := func(email string) map[string]any {
		return map[string]any{"email": email, "asks": []any{map[string]any{"right": "access"}}, "text": "Vad har ni om mig?"}
	}
	a := intake.with("Idempotency-Key", "1").does(&known, "POST", "/claims", ask(h.made.Cast["anna"].Email))
	b := intake.does(&unknown, "POST", "/claims", ask("nobody@example.org"))
	if len(a.body) != len(b.body) || a.StatusCode != b.StatusCode {
		t.Errorf("known: %s\nunknown: %s", a.body, b.body)
	}
	intake.fails(403, varsam.Denied, "GET", "/claims/"+known.Claim, nil)
	intake.fails(422, varsam.Invalid, "POST", "/claims", map[string]any{"asks": []any{map[string]any{"right": "access"}}})
	var detail api.ClaimDetail
	p.does(&detail, "GET", "/claims/"+known.Claim, nil)
	if detail.Reach != h.made.Cast["anna"].Email || detail.Text == "" || len(detail.Asks) != 1 {
		t.Errorf("the claim is %+v", detail)
	}
	var link api.Link
	p.does(&link, "POST", "/claims/"+known.Claim+"/attest", map[string]any{
		"method": "original", "text": "Körkort visat i receptionen.", "found": []any{map[string]any{"type": "email", "value": detail.Reach}},
	})
	if !strings.Contains(link.Link, "/") {
		t.Errorf("the link is %+v", link)
	}
	p.does(nil, "POST", "/claims/"+known.Claim+"/messages", map[string]any{"text": "Vi tittar på det."})
	detail = api.ClaimDetail{}
	p.does(&detail, "GET", "/claims/"+known.Claim, nil)
	if len(detail.Messages) != 1 || !detail.Messages[0].Staff {
		t.Errorf("the messages are %+v", detail.Messages)
	}
	var list api.List[api.Claim]
	p.does(&list, "GET", "/claims", nil)
	if len(list.Items) == 0 {
		t.Error("no claim waits")
	}
	for _, state := range []string{"", "?state=queued", "?state=sent&limit=10"} {
		p.does(nil, "GET", "/letters"+state, nil)
	}
	p.fails(404, varsam.NotFound, "GET", "/letters/p0000", nil)
}

func TestAccountsAndTokensByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	admin := h.program("Ada Ström", token.Manage, token.ReadWork)
	var a api.Account
	admin.does(&a, "POST", "/accounts", map[string]any{"name": "Rut Dal", "login": "rut", "roles": []string{"reader", "admin"}})
	admin.fails(409, varsam.Conflict, "POST", "/accounts", map[string]any{"name": "Rut Dal", "login": "rut2", "roles": []string{"reader"}})
	var link api.Link
	admin.does(&link, "POST", "/accounts/"+a.ID+"/link", nil)
	if _, err := h.Accounts.Linked(t.Context(), strings.TrimPrefix(link.Link, "/welcome/")); err != nil {
		t.Error(err)
	}
	admin.fails(404, varsam.NotFound, "POST", "/accounts/u0/link", nil)
	admin.does(nil, "POST", "/settings/two-people", map[string]bool{"two": true})
	var two api.TwoPeople
	if admin.does(&two, "GET", "/settings/two-people", nil); !two.Two {
		t.Error("two people are not asked for")
	}
	// A token gives no scope that it does not have, and speaks in the same name.
	admin.fails(403, varsam.Denied, "POST", "/tokens", map[string]any{"name": "more", "scopes": []string{"people:read"}})
	var made api.MadeToken
	admin.does(&made, "POST", "/tokens", map[string]any{"name": "less", "scopes": []string{"work:read"}, "days": 7})
	if made.By != "Ada Ström" || made.Ends.Sub(made.Created) != 7*24*time.Hour {
		t.Errorf("made %+v", made.Token)
	}
	less := &program{h, made.Secret, nil}
	less.does(nil, "GET", "/requests", nil)
	var tokens api.List[token.Token]
	if got := admin.does(&tokens, "GET", "/tokens", nil); bytes.Contains(got.body, []byte(made.Secret)) || len(tokens.Items) != 2 {
		t.Errorf("the tokens are %s", got.body)
	}
	admin.does(nil, "DELETE", "/tokens/"+made.ID, nil)
	less.fails(401, varsam.Denied, "GET", "/requests", nil)
}
