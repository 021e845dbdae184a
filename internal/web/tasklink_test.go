package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// The owner of a system answers by a mailed link, without an account; the link is
// good once.
func TestAnOwnerAnswersByALink(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at)
	astrid.submit(at+"/approve", url.Values{"digest": {astrid.value("digest")}})
	astrid.submit(at+"/run", nil)
	h.work()
	astrid.see("/tasks", "Låt ägaren svara med en länk")
	action := regexp.MustCompile(`action="(/tasks/[^"]+/link)"`).FindStringSubmatch(astrid.page)[1]
	astrid.submit(action, url.Values{"to": {"owner@example.org"}})
	astrid.says("Länken är på väg")
	_, item := h.sent("owner@example.org")
	link := regexp.MustCompile(`https://privacy\.example\.com(/task/\S+)`).FindStringSubmatch(item.Text)
	if link == nil || strings.Contains(item.Text, h.made.Cast["anna"].Email) {
		t.Fatalf("the letter says\n%s", item.Text)
	}
	owner := h.nobody()
	owner.see(link[1], h.made.Cast["anna"].Email)
	if r := owner.submitSelf(url.Values{"found": {"found"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("found, and nothing became of it: %s", r.Status)
	}
	owner.submitSelf(url.Values{"found": {"not-found"}, "proof": {"bläddrat igenom"}})
	owner.says("Svaret står i ärendet")
	h.work()
	astrid.see(at, "Klar")
	if r := h.nobody().get(link[1]); r.StatusCode != http.StatusNotFound {
		t.Errorf("the link once more: %s", r.Status)
	}
	if r := h.nobody().get("/task/x"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a link that is none: %s", r.Status)
	}
}
