package acceptance

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// forms are the ways in which a text could lie in a file in clear: as it is, in
// capitals, in hexadecimal, and in base64 at each of its three alignments.
func forms(text string) []string {
	all := []string{text, strings.ToUpper(text), strings.ToLower(text), hex.EncodeToString([]byte(text))}
	for i := range 3 {
		padded := strings.Repeat("x", i) + text
		coded := base64.StdEncoding.EncodeToString([]byte(padded))
		all = append(all, coded[4:len(coded)-len(coded)%4-4])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// traces looks for texts in every file of ours: the store with its journals, the
// keys, what lies in the temporary folder, the packs. What was handed out, and
// the connected systems' own files, are not ours.
func (h *house) traces(when string, texts []string) {
	h.Helper()
	var patterns []string
	for _, text := range texts {
		patterns = append(patterns, forms(text)...)
	}
	seen := 0
	for path, data := range files(h, h.dir) {
		name, _ := filepath.Rel(h.dir, path)
		if strings.HasPrefix(name, "copy-") || strings.HasPrefix(name, "handed-") {
			continue
		}
		seen++
		for _, text := range holds(data, patterns) {
			h.Errorf("%s: %s holds %q", when, name, text)
		}
		if strings.Contains(name, "data") && len(data) > 0 && holds([]byte(filepath.Base(name)), patterns) != nil {
			h.Errorf("%s: %s is named after the person", when, name)
		}
	}
	if seen < 5 {
		h.Errorf("%s: only %d files were looked through", when, seen)
	}
}

// TestTraces plants 64 markers in one person's data, and some in others', and
// looks for them in all files of ours after every command, after a power cut in
// mid-work, and when the request is closed and its key destroyed.
func TestTraces(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e)
		var markers []string
		marker := func(i int) string {
			m := fmt.Sprintf("zq%02dplanted%02dqz", i, i)
			markers = append(markers, m)
			return m
		}
		// Name, address, numbers, 30 orders, 20 cases, mailing, site, an answer for
		// the employer, and a text of somebody else's that names her.
		email, number := marker(0)+"@example.com", testNumber("19800514", "238")
		in := inserts{}
		in.add("crm.addresses", 1, "Street "+marker(1))
		in.add("crm.customers", 1, "Name "+marker(2), "ZQ00Planted00QZ@Example.com", "070-174 06 05", number, 1, 0)
		for i := range 30 {
			in.add("crm.orders", 100+i, 1, "order "+marker(3+i), nil)
		}
		for i := range 20 {
			in.add("crm.cases", 100+i, 1, nil, "case "+marker(33+i))
		}
		in.add("crm.invoices", 1, 1, "Name "+marker(53), 100, today(t).String())
		in.add("crm.invoices", 52, 1, "Name "+marker(54), 100, "2009-01-01")
		in.add("mailing.members", 1, email, "Name "+marker(55), 0, "2020-01-01", nil, "wording 1")
		in.add("web.accounts", 1, email, "Name "+marker(56), 1)
		in.add("surveys.respondents", 1, email, "Name "+marker(57), "2024-01-01")
		in.add("surveys.answers", 1, 1, "comment "+marker(58))
		in.run(w)
		w.settle(citizen{id: 2, code: "zqother1qz"}, citizen{id: 3, code: "zqother2qz"})
		w.systems["crm"].exec("UPDATE cases SET body = 'zqmention1qz about " + email + "' WHERE id = 200")
		letter := w.path("handed-in.txt")
		if err := os.WriteFile(letter, []byte("Erase me. "+marker(59)), 0o600); err != nil {
			t.Fatal(err)
		}
		identity, handler := "seen in person by "+marker(60), "handler "+marker(61)
		task, exceptional := marker(62), marker(63)
		if len(markers) != 64 {
			t.Fatalf("%d markers", len(markers))
		}
		all := append(slices.Clone(markers), "zqother1qz", "zqother2qz", "zqmention1qz", "070-174 06 05", "+46701740605", number)
		w.secrets = all

		// step runs a command that must end well, and looks at all files.
		step := func(args ...string) string {
			t.Helper()
			out := w.must(0, args...)
			w.traces("after "+strings.Join(args[:2], " "), all)
			return out
		}
		step("check", w.register)
		w.run("find", "--register", w.register, "--email", email)
		w.traces("after find", all)
		id := strings.Fields(step("request", "new", "--register", w.register, "--right", "access", "--right", "erasure", "--email", email,
			"--claimed", "email=zqother1qz@example.com", "--letter", letter, "--identity", identity))[0]
		p := w.plan(id)
		w.traces("after the plan", all)
		step("request", "copy", id, "--out", w.path("copy-"+id), "--delivered")
		step("request", "approve", id, "--digest", p.Digest, "--by", handler)
		for _, point := range []string{
			"store.commit.before", "act.intent.after", "sqldb.apply.before-commit", "sqldb.apply.after-commit", "act.outcome.before", "act.outcome.after",
		} {
			killed := *w.house
			killed.env = append(slices.Clone(w.env), "VARSAM_FAIL="+point)
			if r := killed.run("request", "run", id); r.code != -1 {
				t.Errorf("not killed at %s: exit %d\n%s%s", point, r.code, r.out, r.errout)
			}
			w.traces("killed at "+point, all)
		}
		w.run("request", "run", id)
		w.traces("after the run", all)
		var tasks []status
		w.json(0, &tasks, "task", "list")
		for _, todo := range tasks {
			step("task", "answer", id, todo.Step, "--found", "found", "--became", "gone", "--records", "1", "--proof", task,
				"--copy-file", letter, "--by", exceptional)
		}
		step("request", "run", id)
		step("request", "answer", id, "--final")
		w.proof(id)
		w.traces("with the proof", all)
		var swept struct{ Rechecked, Revived []string }
		w.json(0, &swept, "sweep", "--recheck", "0s")
		if !slices.Equal(swept.Rechecked, []string{id}) || len(swept.Revived) > 0 {
			t.Errorf("swept: %+v", swept)
		}
		w.traces("closed", all)

		// What was found is gone with its key; the proof stands without it.
		var view struct{ Request struct{ State string } }
		w.json(0, &view, "request", "show", id)
		if view.Request.State != "closed" {
			t.Errorf("the request is %s", view.Request.State)
		}
		if r := w.run("request", "copy", id, "--out", w.path("copy-again")); r.code == 0 {
			t.Error("a copy can still be made after the key of what was found is destroyed")
		}
		w.proof(id)
		w.traces("after all", all)
	})
}

// TestForms is the control of the search for traces: it finds what is there.
func TestForms(t *testing.T) {
	t.Parallel()
	const text = "zq17planted17qz"
	for _, before := range []string{"", "a", "ab", "abc", "<&"} {
		plain := before + text + "!"
		for name, stored := range map[string]string{
			"plain": plain, "capitals": strings.ToUpper(plain), "hex": hex.EncodeToString([]byte(plain)), "base64": base64.StdEncoding.EncodeToString([]byte(plain)),
		} {
			if len(holds([]byte(stored), forms(text))) == 0 {
				t.Errorf("%s after %q is not found", name, before)
			}
		}
	}
}
